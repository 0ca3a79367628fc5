package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Collects field errors into the tree Discord answers with code 50035. */
final class FormErrors {
    private final JsonObject tree = new JsonObject();
    private int count;

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
        count++;
    }

    /** How many were added. */
    int count() {
        return count;
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

    void notAString(String path, Object value) {
        add(path, "STRING_TYPE_CONVERT", "Could not interpret \"" + value + "\" as string.");
    }

    void notABoolean(String path) {
        add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
    }

    void notAnInteger(String path, Object value) {
        add(path, "NUMBER_TYPE_COERCE", "Value \"" + value + "\" is not int.");
    }

    void notASnowflake(String path, @Nullable Object value) {
        add(path, "NUMBER_TYPE_COERCE", "Value \"" + value + "\" is not snowflake.");
    }

    void notAList(String path) {
        add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    }

    void notAnObject(String path) {
        add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
    }

    boolean isEmpty() {
        return tree.isEmpty();
    }

    JsonObject tree() {
        return tree;
    }
}
