package dev.onstage.webhookingest.replay;

import java.time.Duration;

/**
 * A replay ends before its request is answered for it: that answer would not say where to go on. What the replay reads first, and
 * the delivery that is under way when its time is over, need time too.
 */
final class ReplayTime {
    private static final Duration REST = Duration.ofSeconds(2);

    private ReplayTime() {}

    /**
     * How long a replay goes on: as long as is wanted, and no longer than its request can wait. Not a setting that stops the start,
     * since nearly nobody replays and everybody needs deliveries.
     */
    static Duration of(Duration wanted, Duration request) {
        Duration longest = request.minus(REST);
        return wanted.compareTo(longest) < 0 ? wanted : longest;
    }
}
