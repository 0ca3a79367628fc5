package dev.onstage.localstack.rolling;

import java.time.Duration;
import java.time.Instant;

/**
 * All comebacks of the readers of one part.
 *
 * @param count of all
 * @param late those that took longer than the limit
 * @param longest the one that took longest
 * @param latest when the last came; long ago when none did
 */
public record Comebacks(int count, int late, Comeback longest, Instant latest) {

    static final Comebacks NONE = new Comebacks(0, 0, Comeback.NONE, Instant.MIN);

    /** With one more. */
    Comebacks with(Comeback next, Duration limit, Instant now) {
        return new Comebacks(
                count + 1,
                next.gap().compareTo(limit) > 0 ? late + 1 : late,
                next.gap().compareTo(longest.gap()) > 0 ? next : longest,
                now);
    }
}
