package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** A sender that knows the simulator by HTTP only. */
final class Sender {
    static final String ID = "123456789012345678";
    static final String WEBHOOK = "/webhooks/" + ID + "/token-abc";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String apiBaseUrl;

    Sender(SimulatorServer server) {
        apiBaseUrl = server.apiBaseUrl();
    }

    HttpResponse<String> post(JsonObject message) {
        return post("?wait=true", message);
    }

    HttpResponse<String> post(String query, JsonObject message) {
        return send("POST", WEBHOOK + query, message.encode());
    }

    String posted(String content) {
        return new JsonObject(post(new JsonObject().put("content", content)).body()).getString("id");
    }

    HttpResponse<String> send(String method, String path, @Nullable String body) {
        return exchange(method, apiBaseUrl + path, "application/json", body);
    }

    HttpResponse<String> sendAs(String contentType, String body) {
        return exchange("POST", apiBaseUrl + WEBHOOK, contentType, body);
    }

    HttpResponse<String> sendNamed(String userAgent, String path) {
        return exchange(HttpRequest.newBuilder(URI.create(apiBaseUrl + path)).header("User-Agent", userAgent));
    }

    HttpResponse<String> control(String method, String path, @Nullable String body) {
        return exchange(method, apiBaseUrl.replace("/api/v10", path), "application/json", body);
    }

    JsonArray messages() {
        return new JsonArray(
                control("GET", "/_sim/messages?webhook=" + ID, null).body());
    }

    JsonArray calls() {
        return new JsonArray(control("GET", "/_sim/calls?webhook=" + ID, null).body());
    }

    void fault(JsonObject rule) {
        control("PUT", "/_sim/faults", rule.encode());
    }

    private HttpResponse<String> exchange(String method, String address, String contentType, @Nullable String body) {
        return exchange(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", contentType)
                .header("User-Agent", "DiscordBot (https://example.org, 1.0)")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ConnectionLostException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The connection ended without an answer. */
    static final class ConnectionLostException extends RuntimeException {
        ConnectionLostException(IOException cause) {
            super(cause);
        }
    }
}
