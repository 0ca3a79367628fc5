package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the body of an execute or edit call; the first kind of refusal wins, as with Discord. */
final class PayloadValidator {
    static final int MAX_CONTENT = 2000;
    static final int MAX_THREAD_NAME = 100;
    static final int MAX_TAGS = 5;

    private static final List<String> NOT_WITH_LAYOUT = List.of("content", "embeds", "poll");

    private PayloadValidator() {}

    /** The form errors of a new message, empty when it may be stored. */
    static Optional<ApiError> formErrors(JsonObject body) {
        return formErrors(body, false);
    }

    /**
     * The form errors of a body, empty when it may be stored.
     *
     * @param hasLayout whether it changes a message that consists of layout components
     */
    static Optional<ApiError> formErrors(JsonObject body, boolean hasLayout) {
        FormErrors errors = new FormErrors();
        boolean layout = flags(errors, body.getValue("flags")) || hasLayout;
        text(errors, "content", body.getValue("content"), MAX_CONTENT);
        UsernameValidator.validate(errors, "username", body.getValue("username"));
        EmbedValidator.picture(errors, "avatar_url", body.getValue("avatar_url"));
        new EmbedValidator(errors).validate(body.getValue("embeds"));
        new MentionsValidator(errors).validate(body.getValue("allowed_mentions"));
        new ComponentValidator(errors, layout).validate(body.getValue("components"));
        if (body.getValue("tts") != null && !(body.getValue("tts") instanceof Boolean)) {
            errors.notABoolean("tts");
        }
        thread(errors, body);
        if (layout) {
            refuseWithLayout(errors, body);
        }
        return errors.isEmpty() ? Optional.empty() : Optional.of(ApiError.invalidForm(errors.tree()));
    }

    /** Whether a message would show nothing. */
    static boolean isEmpty(JsonObject payload) {
        return (payload.getString("content") == null
                        || payload.getString("content").isBlank())
                && isEmptyList(payload.getValue("embeds"))
                && isEmptyList(payload.getValue("components"))
                && payload.getValue("poll") == null;
    }

    private static void text(FormErrors errors, String path, @Nullable Object value, int limit) {
        if (value != null && !(value instanceof String)) {
            errors.notAString(path, value);
        } else if (value instanceof String text && text.strip().length() > limit) {
            errors.tooLong(path, limit);
        }
    }

    /** Answers whether the message consists of layout components. */
    private static boolean flags(FormErrors errors, @Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (!(value instanceof Integer flags)) {
            errors.notAnInteger("flags", value);
            return false;
        }
        return (flags & Components.FLAG_V2) != 0;
    }

    private static void refuseWithLayout(FormErrors errors, JsonObject body) {
        for (String field : NOT_WITH_LAYOUT) {
            Object value = body.getValue(field);
            if (value != null && !value.equals("") && !(value instanceof JsonArray list && list.isEmpty())) {
                errors.add(
                        field,
                        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                        "The '" + field + "' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
            }
        }
    }

    private static void thread(FormErrors errors, JsonObject body) {
        Object name = body.getValue("thread_name");
        if (name instanceof String text && text.isBlank()) {
            errors.badLength("thread_name", 1, MAX_THREAD_NAME);
        }
        text(errors, "thread_name", name, MAX_THREAD_NAME);
        Object tags = body.getValue("applied_tags");
        if (tags == null) {
            return;
        }
        if (!(tags instanceof JsonArray list)) {
            errors.notAList("applied_tags");
        } else if (list.size() > MAX_TAGS) {
            errors.tooLong("applied_tags", MAX_TAGS);
        } else {
            for (int i = 0; i < list.size(); i++) {
                if (!Snowflakes.isSnowflake(String.valueOf(list.getValue(i)))) {
                    errors.notASnowflake("applied_tags." + i, list.getValue(i));
                }
            }
        }
    }

    private static boolean isEmptyList(@Nullable Object value) {
        return !(value instanceof JsonArray list) || list.isEmpty();
    }
}
