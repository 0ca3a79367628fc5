package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An error body in Discord's shape: {@code {"message", "code", "errors"?}}.
 *
 * @param status the HTTP status
 * @param code Discord's own code
 * @param message what is wrong
 * @param errors the tree of field errors of an invalid form, else null
 */
record ApiError(
        int status, int code, String message, @Nullable JsonObject errors) {
    static final ApiError UNKNOWN_WEBHOOK = new ApiError(404, 10015, "Unknown Webhook", null);
    static final ApiError UNKNOWN_MESSAGE = new ApiError(404, 10008, "Unknown Message", null);
    static final ApiError UNKNOWN_THREAD = new ApiError(404, 10003, "Unknown Channel", null);
    static final ApiError FORUM_NEEDS_THREAD =
            new ApiError(400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id", null);
    static final ApiError FORUM_THREAD_TWICE = new ApiError(
            400, 220002, "Webhooks posted to forum channels cannot have both a thread_name and thread_id", null);
    static final ApiError NO_FORUM =
            new ApiError(400, 220003, "Webhooks can only create threads in forum channels", null);
    static final ApiError INVALID_TOKEN = new ApiError(401, 50027, "Invalid Webhook Token", null);
    static final ApiError EMPTY_MESSAGE = new ApiError(400, 50006, "Cannot send an empty message", null);
    static final ApiError INVALID_JSON = new ApiError(400, 50109, "The request body contains invalid JSON.", null);
    static final ApiError TOO_LARGE = new ApiError(413, 40005, "Request entity too large", null);
    static final ApiError BLOCKED = new ApiError(403, 40333, "internal network error", null);
    static final ApiError NOT_FOUND = new ApiError(404, 0, "404: Not Found", null);

    static ApiError invalidForm(JsonObject errors) {
        return new ApiError(400, 50035, "Invalid Form Body", errors);
    }

    /** A number in the address that is none. */
    static ApiError notASnowflake(String parameter, String value) {
        FormErrors errors = new FormErrors();
        errors.notASnowflake(parameter, value);
        return invalidForm(errors.tree());
    }

    JsonObject toJson() {
        JsonObject body = new JsonObject().put("message", message).put("code", code);
        if (errors != null) {
            body.put("errors", errors);
        }
        return body;
    }
}
