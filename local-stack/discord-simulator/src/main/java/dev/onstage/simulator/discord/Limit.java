package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * So many calls in so much time.
 *
 * @param enabled whether it is enforced
 * @param calls how many are allowed in a window
 * @param window how long a window is, from its first call on
 */
record Limit(boolean enabled, int calls, Duration window) {
    private static final double MILLIS = 1000.0;

    static Limit of(int calls, Duration window) {
        return new Limit(true, calls, window);
    }

    /** With what the JSON mentions of {@code enabled}, {@code calls} and {@code seconds}. */
    Limit with(JsonObject change) {
        int changedCalls = change.getInteger("calls", calls);
        double seconds = change.getDouble("seconds", window.toMillis() / MILLIS);
        if (changedCalls < 0 || seconds <= 0) {
            throw new IllegalArgumentException("calls must not be negative and seconds must be positive");
        }
        return new Limit(
                change.getBoolean("enabled", enabled), changedCalls, Duration.ofMillis(Math.round(seconds * MILLIS)));
    }

    JsonObject toJson() {
        return new JsonObject().put("enabled", enabled).put("calls", calls).put("seconds", window.toMillis() / MILLIS);
    }
}
