package dev.onstage.localstack.story;

import java.time.Duration;

/**
 * What a crowd does when: its viewers come evenly, and from the beginning it writes evenly until the end.
 *
 * @param viewers how many come
 * @param within how long they take to come
 * @param messagesPerMinute how much they write
 * @param lasting how long all of it lasts; those who were to come later do not
 */
public record CrowdPlan(int viewers, Duration within, int messagesPerMinute, Duration lasting) {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /** How many have come after that time. */
    public int viewersBy(Duration elapsed) {
        long millis = bounded(elapsed);
        return millis >= within.toMillis() ? viewers : (int) (viewers * millis / within.toMillis());
    }

    /** How many messages were written after that time. */
    public int messagesBy(Duration elapsed) {
        return Math.toIntExact(messagesPerMinute * bounded(elapsed) / MINUTE);
    }

    /** Whether it is over after that time. */
    public boolean over(Duration elapsed) {
        return elapsed.compareTo(lasting) >= 0;
    }

    private long bounded(Duration elapsed) {
        return over(elapsed) ? lasting.toMillis() : elapsed.toMillis();
    }
}
