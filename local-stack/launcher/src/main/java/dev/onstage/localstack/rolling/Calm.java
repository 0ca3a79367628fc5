package dev.onstage.localstack.rolling;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Tells when the consequences of something are over. That nothing failed for a while says nothing about requests that are still
 * without an answer; so everything that was under way when the calm began must have ended, and everybody must have been answered
 * since. For one thread.
 */
public final class Calm {

    private final Mishaps mishaps;
    private final Predicate<Instant> settledSince;
    private final Duration length;
    private Instant since;

    /**
     * Begins to look.
     *
     * @param settledSince whether everything that was under way at that moment has ended and everybody was answered after it
     * @param length for how long nothing must fail
     */
    public Calm(Mishaps mishaps, Predicate<Instant> settledSince, Duration length, Instant begin) {
        this.mishaps = mishaps;
        this.settledSince = settledSince;
        this.length = length;
        this.since = begin;
    }

    /** Looks again. */
    public boolean isReached(Instant now) {
        if (!mishaps.since(since).isEmpty()) {
            since = now;
            return false;
        }
        return !now.isBefore(since.plus(length)) && settledSince.test(since);
    }
}
