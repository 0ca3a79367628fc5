package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a session began and ended. The provider's clock counts; ours only when the provider is not asked. Everything is cut
 * to microseconds, the precision of the database, so that a stored value equals the one that was decided.
 */
final class SessionClock {

    private static final long SECONDS_PER_MINUTE = 60;

    private SessionClock() {}

    /**
     * When a live call went live. {@code live_started_at} of a provider session that already carried an earlier broadcast is
     * believed only when it is later than that broadcast's end.
     */
    static Instant startedAt(ProviderCall call, @Nullable EndedSession last) {
        ProviderSession session = call.session();
        Instant liveStartedAt = session == null ? null : session.liveStartedAt();
        if (liveStartedAt == null || (last != null && !liveStartedAt.isAfter(last.endedAt()))) {
            return cut(call.updatedAt());
        }
        return cut(liveStartedAt);
    }

    /** When a call that is in backstage, or ended for good, stopped being live. Not before {@code startedAt}. */
    static Instant endedAt(ProviderCall call, Instant startedAt) {
        ProviderSession session = call.session();
        Instant liveEndedAt = session == null ? null : session.liveEndedAt();
        if (liveEndedAt != null && !liveEndedAt.isBefore(startedAt)) {
            return cut(liveEndedAt);
        }
        Instant callEndedAt = call.endedAt();
        return later(cut(callEndedAt != null ? callEndedAt : call.updatedAt()), startedAt);
    }

    /** When a session ends that the provider is not asked about. */
    static Instant forcedEndAt(Instant now, Instant lastProviderTime, Instant startedAt) {
        return later(later(cut(now), cut(lastProviderTime)), startedAt);
    }

    /** Whole seconds, encoder gaps included. */
    static long durationSeconds(Instant startedAt, Instant endedAt) {
        return Duration.between(startedAt, endedAt).toSeconds();
    }

    /** Minutes, rounded half up. */
    static long totalMinutes(Instant startedAt, Instant endedAt) {
        return Duration.between(startedAt, endedAt)
                .plusSeconds(SECONDS_PER_MINUTE / 2)
                .toMinutes();
    }

    static Instant cut(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
