package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The provider reported a call with its full state.
 *
 * @param callCid the call, {@code type:id}
 * @param kind which event reported it
 * @param backstage true while only the broadcaster may be in the call
 * @param providerSessionId the provider's session, null when none is open
 * @param sessionStartedAt when that session began
 * @param sessionEndedAt when that session ended
 * @param liveStartedAt when the call last went live within that session
 * @param liveEndedAt when it last went back to backstage within that session
 * @param callEndedAt set once the call was ended for good
 * @param callUpdatedAt the provider's {@code call.updated_at}: the fence, nanosecond precision
 * @param observedAt the provider's time of the event
 */
public record CallObserved(
        String callCid,
        Kind kind,
        boolean backstage,
        @Nullable String providerSessionId,
        @Nullable Instant sessionStartedAt,
        @Nullable Instant sessionEndedAt,
        @Nullable Instant liveStartedAt,
        @Nullable Instant liveEndedAt,
        @Nullable Instant callEndedAt,
        Instant callUpdatedAt,
        Instant observedAt)
        implements ProviderCallEvent {

    /** The provider's event behind an observation. */
    public enum Kind {
        LIVE_STARTED,
        SESSION_STARTED,
        SESSION_ENDED,
        UPDATED,
        ENDED,
        DELETED
    }
}
