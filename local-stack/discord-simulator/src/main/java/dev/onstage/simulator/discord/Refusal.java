package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A refusal for too many calls.
 *
 * @param retryAfterSeconds when to try again
 * @param global whether it is meant for all calls of the address
 * @param scope {@code user}, {@code global} or {@code shared}
 * @param code Discord's own code, null when there is none
 * @param message what the body says
 */
record Refusal(
        double retryAfterSeconds,
        boolean global,
        String scope,
        @Nullable Integer code,
        String message) {
    private static final String RATE_LIMITED = "You are being rate limited.";
    private static final double MILLIS = 1000.0;

    Refusal(double retryAfterSeconds, boolean global, String scope) {
        this(retryAfterSeconds, global, scope, null, RATE_LIMITED);
    }

    /** As an injected fault wants it. */
    static Refusal of(Fault fault) {
        ApiError error = fault.error();
        return new Refusal(
                fault.retryAfterSeconds(),
                fault.isGlobal(),
                fault.scope(),
                error.code() == 0 ? null : error.code(),
                error.code() == 0 ? RATE_LIMITED : error.message());
    }

    /** The body; up to v7 the wait is in milliseconds, from v8 on in seconds. */
    JsonObject body(ApiVersion version) {
        JsonObject body = new JsonObject().put("message", message);
        if (version.speaksMillis()) {
            body.put("retry_after", millis());
        } else {
            body.put("retry_after", retryAfterSeconds);
        }
        body.put("global", global);
        return code == null ? body : body.put("code", code);
    }

    /** The {@code Retry-After} header, in the same unit as the body. */
    String header(ApiVersion version) {
        return Long.toString(version.speaksMillis() ? millis() : (long) Math.ceil(retryAfterSeconds));
    }

    private long millis() {
        return Math.round(retryAfterSeconds * MILLIS);
    }
}
