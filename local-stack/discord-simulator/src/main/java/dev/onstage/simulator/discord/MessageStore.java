package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Messages and webhooks, kept in a journal of JSON lines (one per change, the whole message each time) that is read
 * again at start. Confined to the event loop.
 */
final class MessageStore {
    private static final long DISCORD_EPOCH_MILLIS = 1_420_070_400_000L;
    private static final int SNOWFLAKE_TIME_SHIFT = 22;

    private final Clock clock;
    private final @Nullable AsyncFile journal;
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Map<String, String> pinnedTokens = new HashMap<>();
    private final Set<String> removedWebhooks = new TreeSet<>();
    private long lastId;

    private MessageStore(Clock clock, @Nullable AsyncFile journal) {
        this.clock = clock;
        this.journal = journal;
    }

    /** Opens the journal in this directory, made when missing; null keeps everything in memory. */
    static Future<MessageStore> open(Vertx vertx, Clock clock, @Nullable String dataDir) {
        if (dataDir == null) {
            return Future.succeededFuture(new MessageStore(clock, null));
        }
        String file = dataDir + "/journal.jsonl";
        return vertx.fileSystem()
                .mkdirs(dataDir)
                .compose(made -> vertx.fileSystem().open(file, new OpenOptions().setAppend(true)))
                .compose(opened -> vertx.fileSystem().readFile(file).map(content -> {
                    MessageStore store = new MessageStore(clock, opened);
                    content.toString().lines().forEach(store::replay);
                    return store;
                }));
    }

    /** What may be done with a webhook and token: null when all is well. */
    @Nullable ApiError refusal(String webhookId, String token) {
        if (removedWebhooks.contains(webhookId)) {
            return ApiError.UNKNOWN_WEBHOOK;
        }
        String pinned = pinnedTokens.get(webhookId);
        return pinned == null || pinned.equals(token) ? null : ApiError.INVALID_TOKEN;
    }

    Future<Message> post(String webhookId, @Nullable String threadId, JsonObject payload) {
        Instant now = clock.instant();
        lastId = Math.max(lastId + 1, (now.toEpochMilli() - DISCORD_EPOCH_MILLIS) << SNOWFLAKE_TIME_SHIFT);
        return save(new Message(Long.toString(lastId), webhookId, threadId, now, null, null, 0, payload));
    }

    Future<Message> edit(Message message, JsonObject payload) {
        return save(message.edited(clock.instant(), payload));
    }

    Future<Message> delete(Message message) {
        return save(message.deleted(clock.instant()));
    }

    /** A message that still stands, only for its own webhook and thread. */
    Optional<Message> find(String webhookId, @Nullable String threadId, String messageId) {
        return Optional.ofNullable(messages.get(messageId))
                .filter(message -> message.webhookId().equals(webhookId)
                        && message.deletedAt() == null
                        && (threadId == null ? message.threadId() == null : threadId.equals(message.threadId())));
    }

    /** All messages in the order they were posted, deleted ones included. */
    List<Message> messages(@Nullable String webhookId) {
        List<Message> found = new ArrayList<>();
        for (Message message : messages.values()) {
            if (webhookId == null || webhookId.equals(message.webhookId())) {
                found.add(message);
            }
        }
        return found;
    }

    /** From here on only this token is accepted for the webhook; brings a removed webhook back. */
    Future<Void> pinToken(String webhookId, String token) {
        return append(new JsonObject().put("pinned", webhookId).put("token", token));
    }

    /** Deletes a webhook as its owner would: every later call is answered with 404. */
    Future<Void> removeWebhook(String webhookId) {
        return append(new JsonObject().put("removed", webhookId));
    }

    Future<Void> close() {
        return journal == null ? Future.succeededFuture() : journal.close();
    }

    private Future<Message> save(Message message) {
        return append(message.toJson()).map(message);
    }

    private Future<Void> append(JsonObject change) {
        apply(change);
        return journal == null ? Future.succeededFuture() : journal.write(Buffer.buffer(change.encode() + "\n"));
    }

    private void replay(String line) {
        if (!line.isBlank()) {
            apply(new JsonObject(line));
        }
    }

    private void apply(JsonObject change) {
        String removed = change.getString("removed");
        String pinned = change.getString("pinned");
        if (removed != null) {
            removedWebhooks.add(removed);
        } else if (pinned != null) {
            removedWebhooks.remove(pinned);
            pinnedTokens.put(pinned, change.getString("token"));
        } else {
            Message message = Message.fromJson(change);
            messages.put(message.id(), message);
            lastId = Math.max(lastId, Long.parseLong(message.id()));
        }
    }
}
