package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;

/** What tests and people use and no sender does: {@code /_sim} and the page that draws the messages. */
final class ControlRoutes {
    private static final String WEB_ROOT = "dev/onstage/simulator/discord/page";

    private final MessageStore store;
    private final Faults faults;
    private final CallLog calls;

    ControlRoutes(MessageStore store, Faults faults, CallLog calls) {
        this.store = store;
        this.faults = faults;
        this.calls = calls;
    }

    void mount(Router router) {
        router.route("/_sim/*").handler(BodyHandler.create(false));
        router.get("/_sim/health").handler(context -> json(context, new JsonObject().put("status", "UP")));
        router.get("/_sim/messages").handler(this::messages);
        router.get("/_sim/calls").handler(this::calls);
        router.get("/_sim/faults").handler(context -> json(context, faults.toJson()));
        router.put("/_sim/faults").handler(this::addFault);
        router.delete("/_sim/faults").handler(context -> {
            faults.clear();
            context.response().setStatusCode(204).end();
        });
        router.delete("/_sim/faults/:fault").handler(context -> {
            faults.remove(Long.parseLong(context.pathParam("fault")));
            context.response().setStatusCode(204).end();
        });
        router.put("/_sim/webhooks/:id").handler(this::pinToken);
        router.delete("/_sim/webhooks/:id").handler(this::removeWebhook);
        router.delete("/_sim/messages/:message").handler(this::moderate);
        router.get("/*").handler(StaticHandler.create(WEB_ROOT).setCachingEnabled(false));
    }

    private void messages(RoutingContext context) {
        JsonArray list = new JsonArray();
        store.messages(context.queryParams().get("webhook")).forEach(message -> list.add(message.toJson()));
        json(context, list);
    }

    private void calls(RoutingContext context) {
        json(context, calls.toJson(context.queryParams().get("webhook")));
    }

    private void addFault(RoutingContext context) {
        try {
            json(context, new JsonObject().put("id", faults.add(context.body().asJsonObject())));
        } catch (RuntimeException e) {
            context.response()
                    .setStatusCode(400)
                    .end(new JsonObject()
                            .put("message", "Not a fault rule: " + e.getMessage())
                            .encode());
        }
    }

    private void pinToken(RoutingContext context) {
        String token = context.body().asJsonObject().getString("token");
        store.pinToken(context.pathParam("id"), token)
                .onSuccess(done -> context.response().setStatusCode(204).end())
                .onFailure(context::fail);
    }

    private void removeWebhook(RoutingContext context) {
        store.removeWebhook(context.pathParam("id"))
                .onSuccess(done -> context.response().setStatusCode(204).end())
                .onFailure(context::fail);
    }

    /** Deletes a message as a moderator of the server would. */
    private void moderate(RoutingContext context) {
        String id = context.pathParam("message");
        store.messages(null).stream()
                .filter(message -> message.id().equals(id) && message.deletedAt() == null)
                .findFirst()
                .ifPresentOrElse(
                        message -> store.delete(message)
                                .onSuccess(done ->
                                        context.response().setStatusCode(204).end())
                                .onFailure(context::fail),
                        () -> WebhookRoutes.answer(context, ApiError.UNKNOWN_MESSAGE));
    }

    private static void json(RoutingContext context, JsonObject body) {
        context.response().putHeader("Content-Type", "application/json").end(body.encode());
    }

    private static void json(RoutingContext context, JsonArray body) {
        context.response().putHeader("Content-Type", "application/json").end(body.encode());
    }
}
