package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated server knows about a webhook. Nothing has to be declared: an undeclared one accepts any token and
 * has a text channel of its own.
 *
 * @param id its snowflake
 * @param token the only token it accepts, null for any
 * @param name the name that messages without a {@code username} show
 * @param channelId the channel it posts to; webhooks of one channel share its hidden limit
 * @param forum whether that channel is a forum: then every message needs a thread
 * @param removed whether its owner deleted it
 */
record Webhook(String id, @Nullable String token, String name, String channelId, boolean forum, boolean removed) {
    private static final String DEFAULT_NAME = "Onstage";

    static Webhook undeclared(String id) {
        return new Webhook(id, null, DEFAULT_NAME, "9" + id.substring(1), false, false);
    }

    /** With what this declaration mentions; a declared webhook exists, even when it was removed before. */
    Webhook declared(JsonObject change) {
        return new Webhook(
                id,
                change.getString("token", token),
                change.getString("name", name),
                change.getString("channelId", channelId),
                change.getBoolean("forum", forum),
                false);
    }

    Webhook asRemoved() {
        return new Webhook(id, token, name, channelId, forum, true);
    }

    String guildId() {
        return "8" + id.substring(1);
    }

    /** The shape of the control interface: the token stays inside. */
    JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("channelId", channelId)
                .put("forum", forum)
                .put("removed", removed);
    }
}
