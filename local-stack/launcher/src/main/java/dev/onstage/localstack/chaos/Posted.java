package dev.onstage.localstack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A message at the Discord simulator.
 *
 * @param id its id
 * @param stands false once it was deleted
 * @param postedAt when it was posted
 * @param title the title of its only embed
 * @param text what stands above the embed
 * @param fields the embed's fields
 */
record Posted(String id, boolean stands, Instant postedAt, String title, String text, Map<String, String> fields) {

    static Posted read(JsonNode message) {
        JsonNode embed = message.path("payload").path("embeds").path(0);
        var fields = new HashMap<String, String>();
        embed.path("fields")
                .forEach(field -> fields.put(
                        field.path("name").asText(), field.path("value").asText()));
        return new Posted(
                message.path("id").asText(),
                message.path("deletedAt").isNull(),
                Instant.parse(message.path("createdAt").asText()),
                embed.path("title").asText(),
                message.path("payload").path("content").asText(),
                Map.copyOf(fields));
    }

    /** Whether it says that somebody is live now. */
    boolean claimsLive() {
        return text.contains("is live");
    }

    @Override
    public String toString() {
        return "message %s '%s' %s%s".formatted(id, title, fields, stands ? "" : ", deleted");
    }
}
