package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Execute, read, edit and delete: what senders do with messages once they were let in. */
final class MessageCalls {
    private static final List<String> EDITABLE = List.of("content", "embeds", "components", "poll");
    private static final List<String> POSTABLE = List.of(
            "content",
            "embeds",
            "components",
            "poll",
            "username",
            "avatar_url",
            "tts",
            "allowed_mentions",
            "thread_name");

    private final Webhooks webhooks;
    private final Threads threads;
    private final MessageStore store;
    private final RateLimits limits;

    MessageCalls(Webhooks webhooks, Threads threads, MessageStore store, RateLimits limits) {
        this.webhooks = webhooks;
        this.threads = threads;
        this.store = store;
        this.limits = limits;
    }

    void execute(RoutingContext context) {
        Webhook webhook = webhooks.get(context.pathParam("id"));
        JsonObject body = Bodies.acceptable(context, false);
        if (body == null) {
            return;
        }
        JsonObject payload = only(body, POSTABLE);
        if (Flags.posted(body) != 0) {
            payload.put("flags", Flags.posted(body));
        }
        if (PayloadValidator.isEmpty(payload)) {
            Answers.error(context, ApiError.EMPTY_MESSAGE);
            return;
        }
        String threadName = body.getString("thread_name");
        ApiError misplaced = misplaced(webhook, thread(context), threadName);
        if (misplaced != null) {
            Answers.error(context, misplaced);
            return;
        }
        String id = store.nextId();
        Future<Message> posted = threadName == null
                ? store.post(id, webhook.id(), thread(context), payload)
                // A post in a forum opens a thread that has the id of its first message.
                : threads.declare(id, threadName, webhook.channelId())
                        .compose(opened -> store.post(id, webhook.id(), id, payload));
        answer(context, posted, Bodies.isAsked(context, "wait"));
    }

    void read(RoutingContext context) {
        Message message = standing(context);
        if (message != null) {
            answer(context, Future.succeededFuture(message), true);
        }
    }

    void edit(RoutingContext context) {
        Message message = standing(context);
        JsonObject body = message == null ? null : Bodies.acceptable(context, Flags.hasLayout(message.payload()));
        if (message == null || body == null) {
            return;
        }
        JsonObject payload = edited(message.payload(), body);
        if (PayloadValidator.isEmpty(payload)) {
            Answers.error(context, ApiError.EMPTY_MESSAGE);
            return;
        }
        if (Flags.hasLayout(payload)) {
            // What stood there before counts too: an edit to layout has to take content and embeds away.
            Optional<ApiError> refused = PayloadValidator.formErrors(payload, true);
            if (refused.isPresent()) {
                Answers.error(context, refused.get());
                return;
            }
        }
        Optional<Refusal> tooMany = limits.takeEdit(message);
        if (tooMany.isPresent()) {
            Answers.refuse(context, tooMany.get());
            return;
        }
        answer(context, store.edit(message, payload), true);
    }

    void delete(RoutingContext context) {
        Message message = standing(context);
        if (message != null) {
            answer(context, store.delete(message), false);
        }
    }

    /** The payload after an edit; who may be mentioned is not remembered from the call before. */
    private static JsonObject edited(JsonObject before, JsonObject body) {
        JsonObject payload = before.copy().mergeIn(only(body, EDITABLE));
        payload.remove("allowed_mentions");
        if (body.getValue("allowed_mentions") != null) {
            payload.put("allowed_mentions", body.getValue("allowed_mentions"));
        }
        int flags = Flags.edited(before, body);
        if (flags != 0 || before.containsKey("flags")) {
            payload.put("flags", flags);
        }
        return payload;
    }

    private @Nullable ApiError misplaced(Webhook webhook, @Nullable String threadId, @Nullable String threadName) {
        if (webhook.forum() && threadId == null && threadName == null) {
            return ApiError.FORUM_NEEDS_THREAD;
        }
        if (webhook.forum() && threadId != null && threadName != null) {
            return ApiError.FORUM_THREAD_TWICE;
        }
        if (!webhook.forum() && threadName != null) {
            return ApiError.NO_FORUM;
        }
        return lost(webhook, threadId);
    }

    private @Nullable ApiError lost(Webhook webhook, @Nullable String threadId) {
        if (threadId == null) {
            return null;
        }
        if (!Snowflakes.isSnowflake(threadId)) {
            return ApiError.notASnowflake("thread_id", threadId);
        }
        return threads.exists(threadId, webhook.channelId()) ? null : ApiError.UNKNOWN_THREAD;
    }

    private @Nullable Message standing(RoutingContext context) {
        String messageId = context.pathParam("message");
        ApiError lost = lost(webhooks.get(context.pathParam("id")), thread(context));
        if (lost == null && !Snowflakes.isSnowflake(messageId)) {
            lost = ApiError.notASnowflake("message_id", messageId);
        }
        Optional<Message> message =
                lost == null ? store.find(context.pathParam("id"), thread(context), messageId) : Optional.empty();
        if (message.isEmpty()) {
            Answers.error(context, lost == null ? ApiError.UNKNOWN_MESSAGE : lost);
        }
        return message.orElse(null);
    }

    private static JsonObject only(JsonObject body, List<String> names) {
        JsonObject kept = new JsonObject();
        for (String name : names) {
            if (body.containsKey(name)) {
                kept.put(name, body.getValue(name));
            }
        }
        return kept;
    }

    private static @Nullable String thread(RoutingContext context) {
        return context.queryParams().get("thread_id");
    }

    private void answer(RoutingContext context, Future<Message> done, boolean withBody) {
        done.onSuccess(message -> {
                    if (withBody) {
                        Webhook webhook = webhooks.get(message.webhookId());
                        Answers.json(context, 200, MessageObject.of(message, webhook));
                    } else {
                        Answers.noContent(context);
                    }
                })
                .onFailure(context::fail);
    }
}
