package dev.onstage.streamcontrol.account;

import java.time.Duration;

/**
 * How long somebody has to wait between attempts: not at all for the first ones, then a minute, then twice as long each time.
 *
 * @param free how many attempts need no wait
 * @param longest no wait is longer
 */
record AttemptWaits(int free, Duration longest) {

    private static final Duration FIRST = Duration.ofMinutes(1);

    /** Doubled more often, the first wait is longer than any bound. */
    private static final int MOST_DOUBLINGS = 20;

    /**
     * The seconds that are left to wait before an attempt, 0 when it is let in.
     *
     * @param attempts how many there are with this one
     * @param secondsSinceLast how long ago the one before was let in
     */
    long secondsLeft(long attempts, double secondsSinceLast) {
        if (attempts <= free) {
            return 0;
        }
        int doublings = Math.toIntExact(Math.min(attempts - free - 1, MOST_DOUBLINGS));
        long wait = Math.min(FIRST.toSeconds() << doublings, longest.toSeconds());
        return Math.max(0, (long) Math.ceil(wait - secondsSinceLast));
    }
}
