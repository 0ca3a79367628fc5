package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All messages; the journal gets the whole message at each change. Confined to the event loop. */
final class MessageStore {
    private static final long DISCORD_EPOCH_MILLIS = 1_420_070_400_000L;
    private static final int SNOWFLAKE_TIME_SHIFT = 22;

    private final Clock clock;
    private final Journal journal;
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private long lastId;
    private long revision;

    MessageStore(Clock clock, Journal journal) {
        this.clock = clock;
        this.journal = journal;
        journal.past().forEach(this::apply);
    }

    /** A snowflake above all that were given before. */
    String nextId() {
        long fromClock = (clock.instant().toEpochMilli() - DISCORD_EPOCH_MILLIS) << SNOWFLAKE_TIME_SHIFT;
        lastId = Math.max(lastId + 1, fromClock);
        return Long.toString(lastId);
    }

    Future<Message> post(String id, String webhookId, @Nullable String threadId, JsonObject payload) {
        return save(Message.posted(id, webhookId, threadId, clock.instant(), payload));
    }

    Future<Message> edit(Message message, JsonObject payload) {
        return save(message.edited(clock.instant(), payload));
    }

    Future<Message> delete(Message message) {
        return save(message.deleted(clock.instant()));
    }

    Future<Message> age(Message message, Duration by) {
        return save(message.aged(by));
    }

    /** Deletes what stands in a thread, as Discord does together with the thread. */
    Future<Void> deleteThread(String threadId) {
        Future<Void> done = Future.succeededFuture();
        for (Message message : messages(null)) {
            if (threadId.equals(message.threadId()) && message.deletedAt() == null) {
                done = done.compose(before -> delete(message).mapEmpty());
            }
        }
        return done;
    }

    /** Forgets every message, without a trace. */
    Future<Void> clear() {
        JsonObject change = new JsonObject().put("cleared", true);
        apply(change);
        return journal.append(change);
    }

    /** A message that still stands, only for its own webhook and thread. */
    Optional<Message> find(String webhookId, @Nullable String threadId, String messageId) {
        return standing(messageId)
                .filter(message ->
                        message.webhookId().equals(webhookId) && Objects.equals(threadId, message.threadId()));
    }

    /** A message that still stands, whoever posted it. */
    Optional<Message> standing(String messageId) {
        return Optional.ofNullable(messages.get(messageId)).filter(message -> message.deletedAt() == null);
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

    /** Grows with each change. */
    long revision() {
        return revision;
    }

    private Future<Message> save(Message message) {
        JsonObject change = message.toJson();
        apply(change);
        return journal.append(change).map(message);
    }

    private void apply(JsonObject change) {
        if (change.containsKey("payload")) {
            Message message = Message.fromJson(change);
            messages.put(message.id(), message);
            lastId = Math.max(lastId, Long.parseLong(message.id()));
            revision++;
        } else if (change.containsKey("cleared")) {
            messages.clear();
            revision++;
        }
    }
}
