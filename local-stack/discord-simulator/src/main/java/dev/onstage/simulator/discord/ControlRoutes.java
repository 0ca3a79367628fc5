package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What tests and people see and do in place of a server's members: {@code /_sim} without the lab. */
final class ControlRoutes {
    private static final double MILLIS = 1000.0;

    private final MessageStore store;
    private final Webhooks webhooks;
    private final Threads threads;
    private final CallLog calls;

    ControlRoutes(MessageStore store, Webhooks webhooks, Threads threads, CallLog calls) {
        this.store = store;
        this.webhooks = webhooks;
        this.threads = threads;
        this.calls = calls;
    }

    void mount(Router router) {
        router.get("/_sim/health").handler(context -> Control.json(context, new JsonObject().put("status", "UP")));
        router.get("/_sim/messages").handler(this::messages);
        router.delete("/_sim/messages").handler(context -> Control.done(context, store.clear()));
        router.delete("/_sim/messages/:message").handler(this::moderate);
        router.put("/_sim/messages/:message/age").handler(Control.reading(this::age));
        router.get("/_sim/calls")
                .handler(context ->
                        Control.json(context, calls.toJson(context.queryParams().get("webhook"), limit(context))));
        router.put("/_sim/webhooks/:id").handler(Control.reading(this::declareWebhook));
        router.delete("/_sim/webhooks/:id")
                .handler(context -> Control.done(context, webhooks.remove(context.pathParam("id"))));
        router.get("/_sim/threads").handler(context -> Control.json(context, threads.toJson()));
        router.put("/_sim/threads/:id").handler(Control.reading(this::declareThread));
        router.delete("/_sim/threads/:id").handler(this::deleteThread);
    }

    private void messages(RoutingContext context) {
        List<Message> found = store.messages(context.queryParams().get("webhook"));
        JsonArray list = new JsonArray();
        found.stream().skip(Math.max(0, found.size() - limit(context))).forEach(message -> list.add(message.toJson()));
        Control.json(context, list);
    }

    /** Deletes a message as a moderator of the server would. */
    private void moderate(RoutingContext context) {
        standing(context).ifPresent(message -> Control.done(context, store.delete(message)));
    }

    /** Makes a message older, so that the rules for old ones are met without waiting. */
    private Future<?> age(RoutingContext context, JsonObject body) {
        double seconds = body.getDouble("seconds", body.getDouble("minutes", 60.0) * 60);
        Optional<Message> message = standing(context);
        return message.isEmpty()
                ? Future.succeededFuture()
                : store.age(message.get(), Duration.ofMillis(Math.round(seconds * MILLIS)));
    }

    private Future<?> declareWebhook(RoutingContext context, JsonObject body) {
        return webhooks.declare(context.pathParam("id"), body);
    }

    private Future<?> declareThread(RoutingContext context, JsonObject body) {
        return threads.declare(context.pathParam("id"), body.getString("name"), body.getString("channelId"));
    }

    private void deleteThread(RoutingContext context) {
        String id = context.pathParam("id");
        Control.done(context, threads.delete(id).compose(deleted -> store.deleteThread(id)));
    }

    /** The message of the address; when it is gone, the call has been answered. */
    private Optional<Message> standing(RoutingContext context) {
        Optional<Message> message = store.standing(context.pathParam("message"));
        if (message.isEmpty()) {
            Answers.error(context, ApiError.UNKNOWN_MESSAGE);
        }
        return message;
    }

    private static int limit(RoutingContext context) {
        String limit = context.queryParams().get("limit");
        return limit == null ? Integer.MAX_VALUE : Integer.parseInt(limit);
    }
}
