package dev.onstage.simulator.discord;

import dev.onstage.simulator.discord.LimitSettings.Kind;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits senders have observed: per address, per webhook and kind of call (announced by headers), per channel
 * (announced by none) and for edits of old messages. Confined to the event loop.
 */
final class RateLimits {
    private static final Duration OLD = Duration.ofHours(1);
    private static final int TOO_MANY_OLD_EDITS = 30046;
    private static final double MILLIS = 1000.0;

    private final Clock clock;
    private final LimitSettings settings;
    private final Windows windows;

    RateLimits(Clock clock, LimitSettings settings) {
        this.clock = clock;
        this.settings = settings;
        this.windows = new Windows(clock);
    }

    /** Counts a call of this address; present when it has to wait, whatever it calls. */
    Optional<Refusal> takeGlobal(String address) {
        Windows.Window window = windows.of("global " + address, settings.get(Kind.GLOBAL));
        return window.take() ? Optional.empty() : Optional.of(refusal(window.end(), true, "global"));
    }

    /** Counts one call of a webhook; the answer tells whether it may proceed and what the headers say. */
    Decision take(Webhook webhook, String kind) {
        Windows.Window own = windows.of("webhook " + webhook.id() + " " + kind, settings.get(Kind.WEBHOOK));
        Refusal refusal = null;
        if (!own.take()) {
            refusal = refusal(own.end(), false, "user");
        } else if (kind.equals("POST")) {
            Windows.Window channel = windows.of("channel " + webhook.channelId(), settings.get(Kind.CHANNEL));
            refusal = channel.take() ? null : refusal(channel.end(), false, "shared");
        }
        return new Decision(own.limit(), own.remaining(), own.end(), bucket(kind), clock.instant(), refusal);
    }

    /** Counts an edit when the message is older than an hour; present when it is one too many. */
    Optional<Refusal> takeEdit(Message message) {
        if (!message.createdAt().plus(OLD).isBefore(clock.instant())) {
            return Optional.empty();
        }
        Windows.Window window = windows.of("edit " + message.id(), settings.get(Kind.OLD_EDITS));
        if (window.take()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                seconds(window.end()),
                false,
                "user",
                TOO_MANY_OLD_EDITS,
                "Maximum number of edits to messages older than 1 hour reached. Try again later."));
    }

    /** Begins to count anew. */
    void clear() {
        windows.clear();
    }

    private Refusal refusal(Instant retryAt, boolean global, String scope) {
        return new Refusal(seconds(retryAt), global, scope);
    }

    private double seconds(Instant retryAt) {
        return Math.max(1, Duration.between(clock.instant(), retryAt).toMillis()) / MILLIS;
    }

    private static String bucket(String kind) {
        return String.format(Locale.ROOT, "%016x", ("webhook " + kind).hashCode() & 0xFFFFFFFFL);
    }

    /**
     * What a counted call is told.
     *
     * @param limit calls per window
     * @param remaining calls left in it
     * @param reset when the announced window ends
     * @param bucket the bucket's name, the same for every webhook
     * @param now the moment of the call
     * @param refusal null when the call may proceed
     */
    record Decision(
            int limit,
            int remaining,
            Instant reset,
            String bucket,
            Instant now,
            @Nullable Refusal refusal) {
        void writeHeaders(HttpServerResponse response) {
            response.putHeader("X-RateLimit-Limit", Integer.toString(limit))
                    .putHeader("X-RateLimit-Remaining", Integer.toString(remaining))
                    .putHeader("X-RateLimit-Reset", decimal(reset.toEpochMilli() / MILLIS))
                    .putHeader(
                            "X-RateLimit-Reset-After",
                            decimal(Duration.between(now, reset).toMillis() / MILLIS))
                    .putHeader("X-RateLimit-Bucket", bucket);
        }

        private static String decimal(double value) {
            return String.format(Locale.ROOT, "%.3f", value);
        }
    }
}
