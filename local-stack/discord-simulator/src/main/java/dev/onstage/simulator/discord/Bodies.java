package dev.onstage.simulator.discord;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and checks the body of a call that carries a message. */
final class Bodies {
    private Bodies() {}

    /**
     * The body when it may be used; otherwise null, and the call has been answered.
     *
     * @param layout whether the message consists of layout components already, which cannot be undone
     */
    static @Nullable JsonObject acceptable(RoutingContext context, boolean layout) {
        String type = context.request().getHeader("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            FormErrors errors = new FormErrors();
            errors.add("", "CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be application/json.");
            Answers.error(context, ApiError.invalidForm(errors.tree()));
            return null;
        }
        JsonObject body;
        try {
            body = context.body().asJsonObject();
        } catch (DecodeException | ClassCastException e) {
            body = null;
        }
        if (body == null) {
            Answers.error(context, ApiError.INVALID_JSON);
            return null;
        }
        if (!isAsked(context, "with_components")) {
            // They vanish unseen: Discord neither keeps nor checks components that the call does not ask for.
            body.remove("components");
        }
        Optional<ApiError> refused = PayloadValidator.formErrors(body, layout);
        if (refused.isPresent()) {
            Answers.error(context, refused.get());
            return null;
        }
        return body;
    }

    /** Whether a switch of the address is on. */
    static boolean isAsked(RoutingContext context, String parameter) {
        String value = context.queryParams().get(parameter);
        return "true".equalsIgnoreCase(value) || "1".equals(value);
    }
}
