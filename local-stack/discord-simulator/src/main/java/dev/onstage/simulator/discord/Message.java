package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A posted message.
 *
 * @param id its snowflake
 * @param webhookId who posted it
 * @param threadId the thread it stands in, null for the channel itself
 * @param createdAt when it was posted
 * @param editedAt the last edit, null before one
 * @param deletedAt when it was deleted, null while it stands
 * @param edits number of edits
 * @param payload what it says, in the shape of the execute call
 * @param mentions whom its present text mentions, as the latest call allowed
 * @param pings whom posting it notified; an edit notifies nobody
 */
record Message(
        String id,
        String webhookId,
        @Nullable String threadId,
        Instant createdAt,
        @Nullable Instant editedAt,
        @Nullable Instant deletedAt,
        int edits,
        JsonObject payload,
        Mentions mentions,
        Mentions pings) {

    static Message posted(String id, String webhookId, @Nullable String threadId, Instant at, JsonObject payload) {
        Mentions mentions = Mentions.of(payload);
        return new Message(id, webhookId, threadId, at, null, null, 0, payload, mentions, mentions);
    }

    Message edited(Instant at, JsonObject changed) {
        return new Message(
                id, webhookId, threadId, createdAt, at, deletedAt, edits + 1, changed, Mentions.of(changed), pings);
    }

    Message deleted(Instant at) {
        return new Message(id, webhookId, threadId, createdAt, editedAt, at, edits, payload, mentions, pings);
    }

    /** As if it had been posted that much earlier. */
    Message aged(Duration by) {
        return new Message(
                id, webhookId, threadId, createdAt.minus(by), editedAt, deletedAt, edits, payload, mentions, pings);
    }

    /** The shape of the control interface and of the journal. */
    JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("webhookId", webhookId)
                .put("threadId", threadId)
                .put("createdAt", createdAt)
                .put("editedAt", editedAt)
                .put("deletedAt", deletedAt)
                .put("edits", edits)
                .put("payload", payload)
                .put("mentions", mentions.toJson())
                .put("pings", pings.toJson());
    }

    static Message fromJson(JsonObject json) {
        return new Message(
                json.getString("id"),
                json.getString("webhookId"),
                json.getString("threadId"),
                json.getInstant("createdAt"),
                json.getInstant("editedAt"),
                json.getInstant("deletedAt"),
                json.getInteger("edits"),
                json.getJsonObject("payload"),
                Mentions.fromJson(json.getJsonObject("mentions")),
                Mentions.fromJson(json.getJsonObject("pings")));
    }
}
