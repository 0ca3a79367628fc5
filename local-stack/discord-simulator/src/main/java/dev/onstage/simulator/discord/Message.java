package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
 */
record Message(
        String id,
        String webhookId,
        @Nullable String threadId,
        Instant createdAt,
        @Nullable Instant editedAt,
        @Nullable Instant deletedAt,
        int edits,
        JsonObject payload) {

    Message edited(Instant at, JsonObject changed) {
        return new Message(id, webhookId, threadId, createdAt, at, deletedAt, edits + 1, changed);
    }

    Message deleted(Instant at) {
        return new Message(id, webhookId, threadId, createdAt, editedAt, at, edits, payload);
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
                .put("payload", payload);
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
                json.getJsonObject("payload"));
    }

    /** Discord's message object, as far as a webhook's sender can see it. */
    JsonObject toMessageObject() {
        return new JsonObject()
                .put("id", id)
                .put("type", 0)
                .put("content", payload.getString("content", ""))
                .put("channel_id", threadId == null ? channelOf(webhookId) : threadId)
                .put("webhook_id", webhookId)
                .put(
                        "author",
                        new JsonObject()
                                .put("id", webhookId)
                                .put("username", payload.getString("username", "Onstage"))
                                .put("avatar", null)
                                .put("discriminator", "0000")
                                .put("public_flags", 0)
                                .put("flags", 0)
                                .put("bot", true))
                .put("attachments", new JsonArray())
                .put("embeds", payload.getJsonArray("embeds", new JsonArray()))
                .put("components", payload.getJsonArray("components", new JsonArray()))
                .put("mentions", new JsonArray())
                .put("mention_roles", new JsonArray())
                .put("mention_everyone", false)
                .put("pinned", false)
                .put("tts", payload.getBoolean("tts", false))
                .put("flags", payload.getInteger("flags", 0))
                .put("timestamp", createdAt)
                .put("edited_timestamp", editedAt);
    }

    /** Each webhook has a channel of its own. */
    static String channelOf(String webhookId) {
        return "9" + webhookId.substring(1);
    }
}
