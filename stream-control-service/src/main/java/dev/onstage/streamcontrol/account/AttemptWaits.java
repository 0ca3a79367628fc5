package dev.onstage.streamcontrol.account;

import java.time.Duration;

/**
 * How long somebody has to wait between attempts: not at all for the first ones, then for a while, then twice as long each time.
 *
 * @param free how many attempts need no wait
 * @param first the shortest wait, whole seconds
 * @param longest no wait is longer
 */
public record AttemptWaits(int free, Duration first, Duration longest) {

    /** For secrets that are too long to be guessed: whoever errs hardly notices, and whoever guesses gets nowhere. */
    public static final AttemptWaits FOR_LONG_SECRETS =
            new AttemptWaits(5, Duration.ofSeconds(1), Duration.ofMinutes(15));

    /** Doubled more often, the first wait is longer than any bound. */
    private static final int MOST_DOUBLINGS = 20;

    /** Waits that begin with a minute. */
    AttemptWaits(int free, Duration longest) {
        this(free, Duration.ofMinutes(1), longest);
    }

    /**
     * The wait before an attempt.
     *
     * @param attempts how many there are with this one
     */
    public Duration before(long attempts) {
        if (attempts <= free) {
            return Duration.ZERO;
        }
        int doublings = Math.toIntExact(Math.min(attempts - free - 1, MOST_DOUBLINGS));
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /**
     * The seconds that are left to wait before an attempt, 0 when it is let in.
     *
     * @param attempts how many there are with this one
     * @param secondsSinceLast how long ago the one before was let in; below zero when it came while this one was being looked at
     */
    long secondsLeft(long attempts, double secondsSinceLast) {
        long wait = before(attempts).toSeconds();
        return wait == 0 ? 0 : Math.max(0, (long) Math.ceil(wait - secondsSinceLast));
    }
}
