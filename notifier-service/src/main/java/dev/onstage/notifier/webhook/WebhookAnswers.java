package dev.onstage.notifier.webhook;

import dev.onstage.notifier.delivery.SendReport;
import dev.onstage.notifier.delivery.SendResult;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a receiver's answer means for a sender, by its status alone: nothing of its text is read or repeated. */
final class WebhookAnswers {
    /** When a receiver wants fewer calls and does not say how many. */
    static final Duration PAUSE_UNSAID = Duration.ofMinutes(1);
    /** No receiver can put a destination to sleep for longer. */
    static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private final Clock clock;

    WebhookAnswers(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads an answer.
     *
     * @param messageId what a message that was taken is called
     * @param retryAfter the header, null without it
     */
    SendReport read(String messageId, int status, @Nullable String retryAfter) {
        SendResult result = result(messageId, status, retryAfter);
        Duration pause = result instanceof SendResult.Limited limited ? limited.delay() : Duration.ZERO;
        return new SendReport(result, status, null, pause);
    }

    private SendResult result(String messageId, int status, @Nullable String retryAfter) {
        if (status >= 200 && status < 300) {
            return new SendResult.Done(messageId);
        }
        Duration asked = asked(retryAfter);
        if (status == 429 || (status == 503 && asked != null)) {
            return new SendResult.Limited(
                    "The receiver asked to wait (status " + status + ").",
                    asked == null ? PAUSE_UNSAID : asked,
                    SendResult.Reach.DESTINATION);
        }
        if (status >= 500) {
            return new SendResult.TryAgain("The receiver has trouble (status " + status + ").");
        }
        return switch (status) {
            case 408, 425 ->
                new SendResult.TryAgain("The receiver asks for the message again (status " + status + ").");
            case 410 -> new SendResult.DestinationGone("The receiver says it wants no more messages (410).", true);
            case 401, 403 -> new SendResult.Forbidden("The receiver does not let us in (status " + status + ").");
            case 404 -> new SendResult.Forbidden("The receiver has nothing at this address (404).");
            default ->
                new SendResult.Refused(
                        status >= 300 && status < 400
                                ? "The receiver answers with a redirect, which is not followed (status " + status + ")."
                                : "The receiver refused the message (status " + status + ").",
                        false);
        };
    }

    /** Seconds or a date, at least a second from now; null when it is neither. */
    private @Nullable Duration asked(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        String value = retryAfter.strip();
        if (SECONDS.matcher(value).matches()) {
            return bounded(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return bounded(Duration.between(clock.instant(), until));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration bounded(Duration asked) {
        Duration least = Duration.ofSeconds(1);
        if (asked.compareTo(least) < 0) {
            return least;
        }
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }
}
