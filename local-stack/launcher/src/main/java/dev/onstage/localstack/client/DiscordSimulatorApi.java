package dev.onstage.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** The Discord simulator's control side: webhooks, what they received, and bad days. Thread-safe. */
public final class DiscordSimulatorApi {

    private static final int TOKEN_LENGTH = 68;

    private final JsonHttp http;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

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

    /** An incoming webhook's address, as Discord would give it to a person. */
    public String webhookUrl(String webhookId) {
        return "https://discord.com/api/webhooks/" + webhookId + "/" + token(webhookId);
    }

    /** The token of each webhook whose address was given out, by its id: what nobody may ever read anywhere. */
    public Map<String, String> tokensGiven() {
        return Map.copyOf(tokens);
    }

    /** As long as Discord's, of the same letters, and another one for each webhook. */
    private String token(String webhookId) {
        return tokens.computeIfAbsent(webhookId, id -> {
            byte[] digest = sha512("webhook token " + id);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, TOKEN_LENGTH);
        });
    }

    private static byte[] sha512(String text) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The messages posted to that webhook, oldest first, deleted ones included. */
    public List<JsonNode> messages(String webhookId) {
        return list("/_sim/messages?webhook=" + webhookId);
    }

    /** The latest calls to that webhook, oldest first; {@code status} is 0 for one that was not answered. */
    public List<JsonNode> calls(String webhookId) {
        return list("/_sim/calls?webhook=" + webhookId);
    }

    /** Makes calls fail, for example {@code status}, {@code drop}, {@code probability}, {@code times}. */
    public void addFault(Map<String, Object> rule) {
        http.send("PUT", "/_sim/faults", rule, Map.of()).orThrow();
    }

    /** No call is made to fail any more. */
    public void clearFaults() {
        http.send("DELETE", "/_sim/faults", null, Map.of()).orThrow();
    }

    /** Deletes a webhook, as its owner would in Discord. */
    public void deleteWebhook(String webhookId) {
        http.send("DELETE", "/_sim/webhooks/" + webhookId, null, Map.of()).orThrow();
    }

    private List<JsonNode> list(String path) {
        JsonNode found = http.send("GET", path, null, Map.of()).orThrow();
        return StreamSupport.stream(found.spliterator(), false).toList();
    }
}
