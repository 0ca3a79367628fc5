package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of {@code allowed_mentions}. */
final class MentionsValidator {
    static final int MAX_IDS = 100;

    private static final String ROOT = "allowed_mentions";
    private static final Set<String> KINDS = Set.of("roles", "users", "everyone");

    private final FormErrors errors;

    MentionsValidator(FormErrors errors) {
        this.errors = errors;
    }

    void validate(@Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonObject mentions)) {
            errors.notAnObject(ROOT);
            return;
        }
        JsonArray parse = list(ROOT + ".parse", mentions.getValue("parse"));
        for (int i = 0; i < parse.size(); i++) {
            if (!(parse.getValue(i) instanceof String kind) || !KINDS.contains(kind)) {
                errors.add(
                        ROOT + ".parse." + i,
                        "BASE_TYPE_CHOICES",
                        "Value must be one of ('users', 'roles', 'everyone').");
            }
        }
        for (String kind : List.of("roles", "users")) {
            ids(kind, list(ROOT + "." + kind, mentions.getValue(kind)), parse.contains(kind));
        }
        Object repliedUser = mentions.getValue("replied_user");
        if (repliedUser != null && !(repliedUser instanceof Boolean)) {
            errors.notABoolean(ROOT + ".replied_user");
        }
    }

    private void ids(String kind, JsonArray ids, boolean parsed) {
        if (ids.size() > MAX_IDS) {
            errors.tooLong(ROOT + "." + kind, MAX_IDS);
            return;
        }
        for (int i = 0; i < ids.size(); i++) {
            if (!Snowflakes.isSnowflake(String.valueOf(ids.getValue(i)))) {
                errors.notASnowflake(ROOT + "." + kind + "." + i, ids.getValue(i));
            }
        }
        if (!ids.isEmpty() && parsed) {
            errors.add(
                    ROOT,
                    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                    "parse:[\"" + kind + "\"] and " + kind + ": [ids...] are mutually exclusive.");
        }
    }

    private JsonArray list(String path, @Nullable Object value) {
        if (value instanceof JsonArray list) {
            return list;
        }
        if (value != null) {
            errors.notAList(path);
        }
        return new JsonArray();
    }
}
