package dev.onstage.simulator.discord;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The limits senders have observed: per webhook and kind of call 5 in 2 s, announced by headers, and 30 in 60 s per
 * channel, which no header announces. Confined to the event loop.
 */
final class RateLimits {
    static final int PER_WEBHOOK = 5;
    static final Duration WEBHOOK_WINDOW = Duration.ofSeconds(2);
    static final int PER_CHANNEL = 30;
    static final Duration CHANNEL_WINDOW = Duration.ofSeconds(60);

    private final Clock clock;
    private final Map<String, Window> windows = new HashMap<>();

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    /** Counts one call; the answer tells whether it may proceed and what the headers say. */
    Decision take(String webhookId, String kind) {
        Instant now = clock.instant();
        windows.values().removeIf(window -> !now.isBefore(window.end));
        Window webhook = windows.computeIfAbsent(
                webhookId + " " + kind, key -> new Window(now.plus(WEBHOOK_WINDOW), PER_WEBHOOK));
        if (!webhook.take()) {
            return new Decision(webhook, bucket(kind), "user", now);
        }
        if (kind.equals("POST")) {
            Window channel =
                    windows.computeIfAbsent(webhookId, key -> new Window(now.plus(CHANNEL_WINDOW), PER_CHANNEL));
            if (!channel.take()) {
                return new Decision(webhook, channel.end, bucket(kind), "shared", now);
            }
        }
        return new Decision(webhook, bucket(kind), "", now);
    }

    private static String bucket(String kind) {
        return String.format(Locale.ROOT, "%016x", ("webhook " + kind).hashCode() & 0xFFFFFFFFL);
    }

    private static final class Window {
        private final Instant end;
        private final int limit;
        private int used;

        private Window(Instant end, int limit) {
            this.end = end;
            this.limit = limit;
        }

        private boolean take() {
            if (used >= limit) {
                return false;
            }
            used++;
            return true;
        }
    }

    /**
     * What a counted call is told.
     *
     * @param limit calls per window
     * @param remaining calls left in it
     * @param reset when the announced window ends
     * @param retryAt when a refused call may be tried again
     * @param bucket the bucket's name, the same for every webhook
     * @param scope {@code user} or {@code shared} when refused, empty when allowed
     * @param now the moment of the call
     */
    record Decision(
            int limit, int remaining, Instant reset, Instant retryAt, String bucket, String scope, Instant now) {
        private Decision(Window window, String bucket, String scope, Instant now) {
            this(window, window.end, bucket, scope, now);
        }

        private Decision(Window window, Instant retryAt, String bucket, String scope, Instant now) {
            this(window.limit, window.limit - window.used, window.end, retryAt, bucket, scope, now);
        }

        boolean allowed() {
            return scope.isEmpty();
        }

        double retryAfterSeconds() {
            return Math.max(1, Duration.between(now, retryAt).toMillis()) / 1000.0;
        }

        void writeHeaders(HttpServerResponse response) {
            double resetAfter = Duration.between(now, reset).toMillis() / 1000.0;
            response.putHeader("X-RateLimit-Limit", Integer.toString(limit))
                    .putHeader("X-RateLimit-Remaining", Integer.toString(remaining))
                    .putHeader("X-RateLimit-Reset", seconds(reset.toEpochMilli() / 1000.0))
                    .putHeader("X-RateLimit-Reset-After", seconds(resetAfter))
                    .putHeader("X-RateLimit-Bucket", bucket);
        }
    }

    /** Ends a response as a refusal for too many calls: status 429, both ways of saying how long, in seconds. */
    static void refuse(HttpServerResponse response, double retryAfterSeconds, boolean global, String scope) {
        response.setStatusCode(429)
                .putHeader("Retry-After", Long.toString((long) Math.ceil(retryAfterSeconds)))
                .putHeader("X-RateLimit-Scope", scope)
                .putHeader("Content-Type", "application/json");
        if (global) {
            response.putHeader("X-RateLimit-Global", "true");
        }
        response.end(new JsonObject()
                .put("message", "You are being rate limited.")
                .put("retry_after", retryAfterSeconds)
                .put("global", global)
                .encode());
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
