package dev.onstage.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What the Discord simulator received. */
public final class DiscordSimulatorApi {

    private final JsonHttp http;

    /** Talks to the simulator at that address. */
    public DiscordSimulatorApi(URI base) {
        this.http = new JsonHttp(base);
    }

    /** A webhook id in Discord's form, always the same for the same name. */
    public static String webhookId(String name) {
        long digits = Math.floorMod(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits(),
                900_000_000_000_000_000L);
        return Long.toString(100_000_000_000_000_000L + digits);
    }

    /** An incoming webhook's address, as Discord would give it to a person; its token has Discord's length. */
    public String webhookUrl(String webhookId) {
        return "https://discord.com/api/webhooks/" + webhookId + "/"
                + "onstage_simulated_token_".repeat(3).substring(0, 68);
    }

    /** The messages posted to that webhook, oldest first. */
    public List<JsonNode> messages(String webhookId) {
        JsonNode messages = http.send("GET", "/_sim/messages?webhook=" + webhookId, null, Map.of())
                .orThrow();
        return StreamSupport.stream(messages.spliterator(), false).toList();
    }
}
