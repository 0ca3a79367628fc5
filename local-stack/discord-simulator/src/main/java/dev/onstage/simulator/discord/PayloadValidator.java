package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the body of an execute or edit call; the first kind of refusal wins, as with Discord. */
final class PayloadValidator {
    static final int MAX_CONTENT = 2000;
    static final int MAX_USERNAME = 80;
    static final int MAX_MENTION_IDS = 100;
    static final int MAX_BUTTON_LABEL = 80;
    static final int MAX_BUTTON_URL = 512;

    private static final int MAX_ROWS = 5;
    private static final int ACTION_ROW = 1;
    private static final int BUTTON = 2;
    private static final int LINK_STYLE = 5;
    private static final Set<String> MENTION_KINDS = Set.of("roles", "users", "everyone");
    private static final List<String> FORBIDDEN_IN_USERNAME = List.of("clyde", "discord");

    private PayloadValidator() {}

    /** The form errors of a body, empty when it may be stored. */
    static Optional<ApiError> formErrors(JsonObject body) {
        FormErrors errors = new FormErrors();
        content(errors, body.getValue("content"));
        username(errors, body.getValue("username"));
        EmbedValidator.url(errors, "avatar_url", body.getValue("avatar_url"));
        new EmbedValidator(errors).validate(body.getValue("embeds"));
        allowedMentions(errors, body.getValue("allowed_mentions"));
        components(errors, body.getValue("components"));
        return errors.isEmpty() ? Optional.empty() : Optional.of(ApiError.invalidForm(errors.tree()));
    }

    /** Whether a message would show nothing. */
    static boolean isEmpty(JsonObject payload) {
        return text(payload.getValue("content")).isBlank()
                && isEmptyList(payload.getValue("embeds"))
                && isEmptyList(payload.getValue("components"))
                && payload.getValue("poll") == null;
    }

    private static void content(FormErrors errors, @Nullable Object value) {
        if (value != null && !(value instanceof String)) {
            errors.add("content", "STRING_TYPE_CONVERT", "Could not interpret \"" + value + "\" as string.");
        } else if (text(value).strip().length() > MAX_CONTENT) {
            errors.tooLong("content", MAX_CONTENT);
        }
    }

    private static void username(FormErrors errors, @Nullable Object value) {
        if (value == null) {
            return;
        }
        String username = text(value).strip();
        if (username.isEmpty() || username.length() > MAX_USERNAME) {
            errors.badLength("username", 1, MAX_USERNAME);
        }
        for (String forbidden : FORBIDDEN_IN_USERNAME) {
            if (username.toLowerCase(Locale.ROOT).contains(forbidden)) {
                errors.add("username", "USERNAME_INVALID_CONTAINS", "Username cannot contain \"" + forbidden + "\"");
            }
        }
    }

    private static void allowedMentions(FormErrors errors, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonObject mentions)) {
            errors.add("allowed_mentions", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
            return;
        }
        JsonArray parse = mentions.getJsonArray("parse", new JsonArray());
        for (int i = 0; i < parse.size(); i++) {
            if (!MENTION_KINDS.contains(text(parse.getValue(i)))) {
                errors.add(
                        "allowed_mentions.parse." + i,
                        "BASE_TYPE_CHOICES",
                        "Value must be one of ('roles', 'everyone', 'users').");
            }
        }
        for (String kind : List.of("roles", "users")) {
            JsonArray ids = mentions.getJsonArray(kind, new JsonArray());
            if (ids.size() > MAX_MENTION_IDS) {
                errors.tooLong("allowed_mentions." + kind, MAX_MENTION_IDS);
            }
            if (!ids.isEmpty() && parse.contains(kind)) {
                errors.add(
                        "allowed_mentions",
                        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                        "parse:[\"" + kind + "\"] and " + kind + ": [ids...] are mutually exclusive.");
            }
        }
    }

    private static void components(FormErrors errors, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonArray rows)) {
            errors.add("components", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return;
        }
        if (rows.size() > MAX_ROWS) {
            errors.badLength("components", 1, MAX_ROWS);
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            String path = "components." + i;
            if (!(rows.getValue(i) instanceof JsonObject row)
                    || !Integer.valueOf(ACTION_ROW).equals(row.getValue("type"))) {
                errors.add(path + ".type", "BASE_TYPE_CHOICES", "Value must be one of (1,).");
                continue;
            }
            buttons(errors, path + ".components", row.getJsonArray("components", new JsonArray()));
        }
    }

    private static void buttons(FormErrors errors, String path, JsonArray buttons) {
        if (buttons.isEmpty() || buttons.size() > MAX_ROWS) {
            errors.badLength(path, 1, MAX_ROWS);
            return;
        }
        for (int i = 0; i < buttons.size(); i++) {
            String at = path + "." + i;
            if (!(buttons.getValue(i) instanceof JsonObject button)
                    || !Integer.valueOf(BUTTON).equals(button.getValue("type"))
                    || !Integer.valueOf(LINK_STYLE).equals(button.getValue("style"))) {
                errors.add(at, "BASE_TYPE_CHOICES", "Only link buttons may be sent by this webhook.");
                continue;
            }
            if (button.getValue("custom_id") != null) {
                errors.add(at, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A url button has no custom id");
            }
            if (text(button.getValue("label")).length() > MAX_BUTTON_LABEL) {
                errors.tooLong(at + ".label", MAX_BUTTON_LABEL);
            }
            if (button.getValue("url") == null) {
                errors.required(at + ".url");
            } else if (text(button.getValue("url")).length() > MAX_BUTTON_URL) {
                errors.tooLong(at + ".url", MAX_BUTTON_URL);
            } else {
                EmbedValidator.url(errors, at + ".url", button.getValue("url"));
            }
        }
    }

    private static boolean isEmptyList(@Nullable Object value) {
        return !(value instanceof JsonArray list) || list.isEmpty();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
