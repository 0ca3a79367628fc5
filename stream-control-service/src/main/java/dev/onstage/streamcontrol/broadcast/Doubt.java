package dev.onstage.streamcontrol.broadcast;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which the provider's answers seem to be behind something that was told: it is asked again, each time after a
 * longer wait. An answer to a question put at its end or later is believed.
 *
 * @param since when it began, our clock
 * @param until when it ends, our clock
 */
record Doubt(Instant since, Instant until) {

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    static Doubt begun(Instant now, Duration patience) {
        return new Doubt(now, now.plus(patience));
    }

    /** Whether the answer to a question put at this moment is believed, whatever was told. */
    boolean isOverFor(Instant askedAt) {
        return !askedAt.isBefore(until);
    }

    /** When to ask next, having asked now: after as long as the doubt has lasted, and when it ends. */
    Instant askAgainAt(Instant now) {
        Duration lasted = Duration.between(since, now);
        Duration wait = lasted.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : lasted;
        Instant next = now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        return until.isAfter(now) && until.isBefore(next) ? until : next;
    }
}
