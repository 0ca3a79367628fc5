package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** The part of the simulator that senders call: {@code /api/v10} and the versions before it. */
final class WebhookRoutes {
    private static final long MAX_BODY_BYTES = 8L << 20;
    private static final int INCOMING = 1;

    private final Admission admission;
    private final Webhooks webhooks;
    private final MessageCalls messages;

    WebhookRoutes(Admission admission, Webhooks webhooks, MessageCalls messages) {
        this.admission = admission;
        this.webhooks = webhooks;
        this.messages = messages;
    }

    void mount(Router router) {
        for (ApiVersion version : ApiVersion.ALL) {
            String webhook = version.prefix() + "/webhooks/:id/:token";
            router.route(webhook + "*").handler(context -> admission.follow(version, context));
            router.route(webhook + "*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
            router.route(webhook + "*").handler(admission::admit);
            router.get(webhook).handler(this::describe);
            router.post(webhook).handler(messages::execute);
            router.delete(webhook).handler(this::remove);
            String message = webhook + "/messages/:message";
            router.get(message).handler(messages::read);
            router.patch(message).handler(messages::edit);
            router.delete(message).handler(messages::delete);
        }
        router.route("/api/*").handler(context -> Answers.error(context, ApiError.NOT_FOUND));
    }

    private void describe(RoutingContext context) {
        Webhook webhook = webhooks.get(context.pathParam("id"));
        Answers.json(
                context,
                200,
                new JsonObject()
                        .put("id", webhook.id())
                        .put("type", INCOMING)
                        .put("name", webhook.name())
                        .put("avatar", null)
                        .put("guild_id", webhook.guildId())
                        .put("channel_id", webhook.channelId())
                        .put("application_id", null)
                        .put("token", context.pathParam("token")));
    }

    private void remove(RoutingContext context) {
        webhooks.remove(context.pathParam("id"))
                .onSuccess(done -> Answers.noContent(context))
                .onFailure(context::fail);
    }
}
