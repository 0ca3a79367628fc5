package dev.onstage.support.stream;

import java.time.Duration;
import java.time.Instant;

/**
 * When the streams of an instance that stops are ended. At first none is: whoever routes requests has to notice that the instance
 * is not ready, or its readers would come back to it. Then they end by turns, so that those who take them over are not met by
 * all of them in one moment, and the last ends before the delay is over.
 *
 * @param begin of the turns
 * @param end all have had their turn then
 */
record Farewell(Instant begin, Instant end) {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_TURNS = Duration.ofSeconds(10);

    /**
     * For a quarter of the delay nothing ends, then for most of it streams do; neither takes more than some seconds.
     *
     * @param delay for which the instance still answers
     */
    static Farewell within(Duration delay, Instant now) {
        Instant begin = now.plus(shorter(delay.dividedBy(4), LONGEST_WAIT));
        return new Farewell(begin, begin.plus(shorter(delay.multipliedBy(7).dividedBy(10), LONGEST_TURNS)));
    }

    /** It is the turn of all of them. */
    static Farewell atOnce(Instant now) {
        return new Farewell(now, now);
    }

    /** Whether any stream was to end by then. */
    boolean hasBegun(Instant now) {
        return !now.isBefore(begin);
    }

    /**
     * How many of those that are open are to end now.
     *
     * @param step after which it will be asked again
     */
    int due(int open, Instant now, Duration step) {
        if (!hasBegun(now)) {
            return 0;
        }
        Duration left = Duration.between(now, end);
        if (left.compareTo(step) <= 0) {
            return open;
        }
        return (int) Math.ceil((double) open * step.toMillis() / left.toMillis());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
