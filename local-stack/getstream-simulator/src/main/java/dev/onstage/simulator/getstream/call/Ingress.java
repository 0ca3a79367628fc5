package dev.onstage.simulator.getstream.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connected encoder.
 *
 * @param userSessionId the participant it appears as
 */
public record Ingress(
        String ingressStreamId,
        String callCid,
        String userId,
        String userSessionId,
        @Nullable String clientName,
        @Nullable String version,
        Instant startedAt) {}
