package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of the simulator that senders call: {@code /api/v9} and {@code /api/v10}. */
final class WebhookRoutes {
    private static final long MAX_BODY_BYTES = 8L << 20;
    private static final Set<String> EDITABLE = Set.of("content", "embeds", "components", "flags");
    private static final Set<String> STORED_ON_POST =
            Set.of("content", "embeds", "components", "flags", "username", "avatar_url", "tts", "allowed_mentions");

    private final Vertx vertx;
    private final MessageStore store;
    private final RateLimits limits;
    private final Faults faults;
    private final CallLog calls;

    WebhookRoutes(Vertx vertx, MessageStore store, RateLimits limits, Faults faults, CallLog calls) {
        this.vertx = vertx;
        this.store = store;
        this.limits = limits;
        this.faults = faults;
        this.calls = calls;
    }

    void mount(Router router) {
        for (String version : List.of("/api/v9", "/api/v10")) {
            String webhook = version + "/webhooks/:id/:token";
            router.route(webhook + "*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
            router.route(webhook + "*").handler(this::admit);
            router.get(webhook).handler(this::describe);
            router.post(webhook).handler(this::execute);
            router.delete(webhook).handler(this::remove);
            String message = webhook + "/messages/:message";
            router.get(message).handler(this::read);
            router.patch(message).handler(this::edit);
            router.delete(message).handler(this::delete);
        }
        router.route("/api/*").handler(context -> answer(context, ApiError.NOT_FOUND));
    }

    /** Everything that is decided before a call is looked at: faults, then limits, then whether the webhook exists. */
    private void admit(RoutingContext context) {
        String webhookId = context.pathParam("id");
        calls.record(context, webhookId);
        Optional<Fault> fault = faults.strike(context.request().method().name(), webhookId);
        if (fault.isEmpty()) {
            proceed(context);
            return;
        }
        long delay = fault.get().delayMillis();
        if (delay > 0) {
            vertx.setTimer(delay, timer -> apply(fault.get(), context));
        } else {
            apply(fault.get(), context);
        }
    }

    private void apply(Fault fault, RoutingContext context) {
        HttpServerResponse response = context.response();
        if (fault.drop() == Fault.Drop.REQUEST) {
            context.request().connection().close();
        } else if (fault.isHtml()) {
            response.setStatusCode(fault.error().status())
                    .putHeader("Content-Type", "text/html")
                    .end("<html><head><title>Access denied</title></head><body>error code: 1015</body></html>");
        } else if (fault.hasStatus() && fault.error().status() == 429) {
            RateLimits.refuse(response, fault.retryAfterSeconds(), fault.isGlobal(), fault.scope());
        } else if (fault.hasStatus()) {
            answer(context, fault.error());
        } else {
            context.put("dropAnswer", fault.drop() == Fault.Drop.ANSWER);
            proceed(context);
        }
    }

    private void proceed(RoutingContext context) {
        String webhookId = context.pathParam("id");
        RateLimits.Decision decision =
                limits.take(webhookId, context.request().method().name());
        decision.writeHeaders(context.response());
        if (!decision.allowed()) {
            RateLimits.refuse(context.response(), decision.retryAfterSeconds(), false, decision.scope());
            return;
        }
        String agent = context.request().getHeader("User-Agent");
        if (agent == null || agent.isBlank()) {
            answer(context, ApiError.BLOCKED);
            return;
        }
        ApiError refusal = store.refusal(webhookId, context.pathParam("token"));
        if (refusal != null) {
            answer(context, refusal);
            return;
        }
        context.next();
    }

    private void describe(RoutingContext context) {
        String id = context.pathParam("id");
        answer(
                context,
                200,
                new JsonObject()
                        .put("id", id)
                        .put("type", 1)
                        .put("name", "Simulated webhook")
                        .put("avatar", null)
                        .put("guild_id", "8" + id.substring(1))
                        .put("channel_id", Message.channelOf(id))
                        .put("application_id", null)
                        .put("token", context.pathParam("token")));
    }

    private void execute(RoutingContext context) {
        JsonObject body = acceptableBody(context);
        if (body == null) {
            return;
        }
        JsonObject payload = only(body, STORED_ON_POST, context);
        if (PayloadValidator.isEmpty(payload)) {
            answer(context, ApiError.EMPTY_MESSAGE);
            return;
        }
        Future<Message> posted = store.post(context.pathParam("id"), thread(context), payload);
        finish(context, posted, "true".equalsIgnoreCase(context.queryParams().get("wait")));
    }

    private void read(RoutingContext context) {
        Message message = standing(context);
        if (message != null) {
            answer(context, 200, message.toMessageObject());
        }
    }

    private void edit(RoutingContext context) {
        Message message = standing(context);
        JsonObject body = message == null ? null : acceptableBody(context);
        if (message == null || body == null) {
            return;
        }
        JsonObject payload = message.payload().copy().mergeIn(only(body, EDITABLE, context));
        if (PayloadValidator.isEmpty(payload)) {
            answer(context, ApiError.EMPTY_MESSAGE);
            return;
        }
        finish(context, store.edit(message, payload), true);
    }

    private void delete(RoutingContext context) {
        Message message = standing(context);
        if (message != null) {
            finish(context, store.delete(message), false);
        }
    }

    private void remove(RoutingContext context) {
        store.removeWebhook(context.pathParam("id"))
                .onSuccess(done -> answer(context, 204, null))
                .onFailure(context::fail);
    }

    private @Nullable Message standing(RoutingContext context) {
        Optional<Message> message = store.find(context.pathParam("id"), thread(context), context.pathParam("message"));
        if (message.isEmpty()) {
            answer(context, ApiError.UNKNOWN_MESSAGE);
        }
        return message.orElse(null);
    }

    private @Nullable JsonObject acceptableBody(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            FormErrors errors = new FormErrors();
            errors.add("", "CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be application/json.");
            answer(context, ApiError.invalidForm(errors.tree()));
            return null;
        }
        JsonObject body;
        try {
            body = context.body().asJsonObject();
        } catch (DecodeException | ClassCastException e) {
            body = null;
        }
        if (body == null) {
            answer(context, ApiError.INVALID_JSON);
            return null;
        }
        Optional<ApiError> refused = PayloadValidator.formErrors(body);
        if (refused.isPresent()) {
            answer(context, refused.get());
            return null;
        }
        return body;
    }

    /** Components vanish without an error unless the call asks for them. */
    private static JsonObject only(JsonObject body, Set<String> names, RoutingContext context) {
        JsonObject kept = new JsonObject();
        boolean withComponents = "true".equalsIgnoreCase(context.queryParams().get("with_components"));
        for (String name : names) {
            if (body.containsKey(name) && (withComponents || !name.equals("components"))) {
                kept.put(name, body.getValue(name));
            }
        }
        return kept;
    }

    private static @Nullable String thread(RoutingContext context) {
        return context.queryParams().get("thread_id");
    }

    private void finish(RoutingContext context, Future<Message> done, boolean withBody) {
        done.onSuccess(message -> {
                    if (Boolean.TRUE.equals(context.<Boolean>get("dropAnswer"))) {
                        context.request().connection().close();
                    } else {
                        answer(context, withBody ? 200 : 204, withBody ? message.toMessageObject() : null);
                    }
                })
                .onFailure(context::fail);
    }

    static void answer(RoutingContext context, ApiError error) {
        answer(context, error.status(), error.toJson());
    }

    private static void answer(RoutingContext context, int status, @Nullable JsonObject body) {
        HttpServerResponse response = context.response().setStatusCode(status);
        if (body == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(body.encode());
        }
    }
}
