package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.HashMap;
import java.util.Map;

/** The page for people and {@code /_sim/overview}, which it asks again and again: small, whatever was posted. */
final class PageRoutes {
    private static final String WEB_ROOT = "dev/onstage/simulator/discord/page";

    /** Pictures of messages are loaded only when the page's reader asks for it; nothing else comes from elsewhere. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data: http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final MessageStore store;
    private final Webhooks webhooks;
    private final Threads threads;
    private final Lab lab;
    private final CallLog calls;

    PageRoutes(MessageStore store, Webhooks webhooks, Threads threads, Lab lab, CallLog calls) {
        this.store = store;
        this.webhooks = webhooks;
        this.threads = threads;
        this.lab = lab;
        this.calls = calls;
    }

    void mount(Router router) {
        router.get("/_sim/overview").handler(this::overview);
        StaticHandler files = StaticHandler.create(WEB_ROOT).setCachingEnabled(false);
        router.get("/*").handler(context -> {
            context.response()
                    .putHeader("Content-Security-Policy", POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "no-referrer");
            files.handle(context);
        });
    }

    private void overview(RoutingContext context) {
        Map<String, JsonObject> byWebhook = new HashMap<>();
        webhooks.all().forEach(webhook -> byWebhook.put(webhook.id(), summary(webhook)));
        for (Message message : store.messages(null)) {
            JsonObject summary = byWebhook.computeIfAbsent(message.webhookId(), id -> summary(webhooks.get(id)));
            String count = message.deletedAt() == null ? "messages" : "deleted";
            summary.put(count, summary.getInteger(count) + 1).put("lastAt", message.createdAt());
            String username = message.payload().getString("username");
            if (username != null) {
                summary.put("shownAs", username);
            }
        }
        JsonArray list = new JsonArray();
        byWebhook.values().stream()
                .sorted((one, other) -> one.getString("id").compareTo(other.getString("id")))
                .forEach(list::add);
        Control.json(
                context,
                new JsonObject()
                        .put("revision", store.revision() + "." + calls.revision())
                        .put("webhooks", list)
                        .put("threads", threads.toJson())
                        .put("faults", lab.faults().toJson())
                        .put("limits", lab.limitSettings())
                        .put("blockedUntil", lab.blocks().latest()));
    }

    private static JsonObject summary(Webhook webhook) {
        return webhook.toJson()
                .put("messages", 0)
                .put("deleted", 0)
                .put("lastAt", null)
                .put("shownAs", null);
    }
}
