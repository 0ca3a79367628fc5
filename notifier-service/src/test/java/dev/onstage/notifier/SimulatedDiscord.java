package dev.onstage.notifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** The Discord simulator in a test's hands. */
final class SimulatedDiscord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String control;
    private final HttpClient http = HttpClient.newHttpClient();

    SimulatedDiscord(String apiBaseUrl) {
        control = apiBaseUrl.replace("/api/v10", "/_sim");
    }

    /** Messages of a webhook in the order they were posted, deleted ones included. */
    List<JsonNode> messages(String webhookId) {
        return list("/messages?webhook=" + webhookId);
    }

    /** Calls with this method to a webhook. */
    List<JsonNode> calls(String webhookId, String method) {
        return list("/calls?webhook=" + webhookId).stream()
                .filter(call -> call.path("method").asText().equals(method))
                .toList();
    }

    /** Makes the next calls of a webhook fail; {@code rule} is the inside of a JSON object. */
    void fault(String webhookId, String rule) {
        send("PUT", "/faults", "{\"webhook\":\"" + webhookId + "\"," + rule + "}");
    }

    void removeWebhook(String webhookId) {
        send("DELETE", "/webhooks/" + webhookId, "");
    }

    void clearFaults() {
        send("DELETE", "/faults", "");
    }

    /** Makes a webhook that was removed work again. */
    void bringBack(String webhookId, String token) {
        send("PUT", "/webhooks/" + webhookId, "{\"token\":\"" + token + "\"}");
    }

    /** From here on the webhook posts into a forum. */
    void declareForum(String webhookId) {
        send("PUT", "/webhooks/" + webhookId, "{\"forum\":true}");
    }

    void deleteThread(String threadId) {
        send("DELETE", "/threads/" + threadId, "");
    }

    void deleteMessage(String messageId) {
        send("DELETE", "/messages/" + messageId, "");
    }

    private List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        send("GET", path, "").forEach(items::add);
        return items;
    }

    private JsonNode send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(control + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
