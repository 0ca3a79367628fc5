package dev.onstage.support.access;

import io.smallrye.mutiny.Uni;
import java.security.PublicKey;
import java.util.Map;

/** Where the keys come from that verify access tokens: over HTTP from stream-control, unless a service has them itself. */
public interface KeySetSource {
    /** The published keys by their id; fails when they cannot be had at the moment. Whoever asks may stop waiting. */
    Uni<Map<String, PublicKey>> read();
}
