package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Collects field errors into the tree Discord answers with code 50035. */
final class FormErrors {
    private final JsonObject tree = new JsonObject();

    /** Adds an error at a dotted path, such as {@code embeds.0.title}; an empty path is the form itself. */
    void add(String path, String code, String message) {
        JsonObject node = tree;
        for (String step : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            JsonObject next = node.getJsonObject(step);
            if (next == null) {
                next = new JsonObject();
                node.put(step, next);
            }
            node = next;
        }
        JsonArray errors = node.getJsonArray("_errors");
        if (errors == null) {
            errors = new JsonArray();
            node.put("_errors", errors);
        }
        errors.add(new JsonObject().put("code", code).put("message", message));
    }

    void required(String path) {
        add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    void tooLong(String path, int limit) {
        add(path, "BASE_TYPE_MAX_LENGTH", "Must be " + limit + " or fewer in length.");
    }

    void badLength(String path, int from, int to) {
        add(path, "BASE_TYPE_BAD_LENGTH", "Must be between " + from + " and " + to + " in length.");
    }

    boolean isEmpty() {
        return tree.isEmpty();
    }

    JsonObject tree() {
        return tree;
    }
}
