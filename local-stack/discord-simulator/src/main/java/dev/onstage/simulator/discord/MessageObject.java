package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Discord's message object, as far as the sender of a webhook can see it. */
final class MessageObject {
    /** Discord sets these itself; a webhook that sends them is not told so. */
    private static final List<String> NOT_SETTABLE = List.of("provider", "video", "type");

    private MessageObject() {}

    static JsonObject of(Message message, Webhook webhook) {
        JsonObject payload = message.payload();
        return new JsonObject()
                .put("id", message.id())
                .put("type", 0)
                .put("content", orElse(payload.getString("content"), "").strip())
                .put("channel_id", orElse(message.threadId(), webhook.channelId()))
                .put("webhook_id", webhook.id())
                .put("author", author(payload, webhook))
                .put("attachments", new JsonArray())
                .put("embeds", embeds(orElse(payload.getJsonArray("embeds"), new JsonArray())))
                .put("components", orElse(payload.getJsonArray("components"), new JsonArray()))
                .put("mentions", users(message.mentions().users()))
                .put("mention_roles", new JsonArray(message.mentions().roles()))
                .put(
                        "mention_everyone",
                        message.mentions().everyone() || message.mentions().here())
                .put("pinned", false)
                .put("tts", orElse(payload.getBoolean("tts"), false))
                .put("flags", orElse(payload.getInteger("flags"), 0))
                .put("timestamp", message.createdAt())
                .put("edited_timestamp", message.editedAt());
    }

    private static JsonObject author(JsonObject payload, Webhook webhook) {
        return new JsonObject()
                .put("id", webhook.id())
                .put("username", orElse(payload.getString("username"), webhook.name()))
                .put("avatar", null)
                .put("discriminator", "0000")
                .put("public_flags", 0)
                .put("flags", 0)
                .put("bot", true);
    }

    private static JsonArray users(List<String> ids) {
        JsonArray users = new JsonArray();
        ids.forEach(id -> users.add(new JsonObject()
                .put("id", id)
                .put("username", "user-" + id)
                .put("discriminator", "0")
                .put("avatar", null)));
        return users;
    }

    private static JsonArray embeds(JsonArray posted) {
        JsonArray embeds = new JsonArray();
        for (int i = 0; i < posted.size(); i++) {
            JsonObject embed = posted.getJsonObject(i).copy();
            NOT_SETTABLE.forEach(embed::remove);
            embeds.add(embed.put("type", "rich"));
        }
        return embeds;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
