package dev.onstage.events;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider's absolute counts at one moment.
 *
 * @param callCid the call, also the record key
 * @param providerSessionId the provider's session
 * @param countsByRole participants per call role, the broadcaster's stays included
 * @param anonymousCount anonymous participants, never listed one by one
 * @param broadcasterCount stays of the broadcaster within {@code countsByRole}, null when not known
 * @param observedAt the provider's time, or ours for a poll
 * @param source how we know
 */
public record ParticipantCountObserved(
        String callCid,
        @Nullable String providerSessionId,
        Map<String, Integer> countsByRole,
        int anonymousCount,
        @Nullable Integer broadcasterCount,
        Instant observedAt,
        ObservationSource source)
        implements PresenceEvent {

    /** The largest count of people in one call that is believed. */
    public static final int LARGEST_COUNT = 10_000_000;

    public ParticipantCountObserved {
        countsByRole = Map.copyOf(countsByRole);
    }
}
