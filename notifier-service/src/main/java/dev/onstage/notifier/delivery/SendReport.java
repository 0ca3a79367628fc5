package dev.onstage.notifier.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call and what it came to.
 *
 * @param result what to do about it
 * @param status the HTTP status, null without an answer
 * @param code the receiver's own error code, null without one
 * @param pause how long the receiver wants this destination left alone, zero for not at all
 */
public record SendReport(
        SendResult result,
        @Nullable Integer status,
        @Nullable Integer code,
        Duration pause) {
    /** Without an answer. */
    public static SendReport unanswered(SendResult result) {
        return new SendReport(result, null, null, Duration.ZERO);
    }

    /** The same call, understood in another way. */
    public SendReport as(SendResult other) {
        return new SendReport(other, status, code, pause);
    }
}
