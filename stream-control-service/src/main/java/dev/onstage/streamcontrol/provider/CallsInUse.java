package dev.onstage.streamcontrol.provider;

import io.smallrye.mutiny.Uni;
import java.util.Set;

/** What the adapter of a provider has to know of the channels. */
public interface CallsInUse {

    /** The types of the calls that channels have at the moment. */
    Uni<Set<String>> types();
}
