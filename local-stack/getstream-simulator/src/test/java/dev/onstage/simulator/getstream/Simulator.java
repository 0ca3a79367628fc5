package dev.onstage.simulator.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A running simulator and a plain HTTP client for it. */
final class Simulator implements AutoCloseable {

    static final String KEY = "a1b2c3d4e5f6";
    static final String SECRET = "example-api-secret-with-at-least-32-bytes";
    static final String HOST = GetStreamSimulator.Options.INGRESS_HOST;

    /** Much longer than anything takes: a wait for a condition ends when it comes true. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String base;

    private Simulator(GetStreamSimulator.Options options) {
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        GetStreamSimulator simulator = new GetStreamSimulator(options);
        await(vertx.deployVerticle(simulator).toCompletionStage().toCompletableFuture());
        this.base = "http://127.0.0.1:" + simulator.port();
    }

    static Simulator start() {
        return startWithRate(60_000);
    }

    static Simulator start(Path dataDirectory) {
        return new Simulator(new GetStreamSimulator.Options(0, KEY, SECRET, dataDirectory, HOST, 60_000));
    }

    static Simulator startWithRate(int perMinute) {
        return new Simulator(new GetStreamSimulator.Options(0, KEY, SECRET, null, HOST, perMinute));
    }

    /** An answer: status, headers and JSON (missing when there is no body). */
    record Answer(int status, HttpHeaders headers, JsonNode body) {

        int code() {
            return body.path("code").asInt();
        }

        JsonNode call() {
            return body.path("call");
        }
    }

    String base() {
        return base;
    }

    Answer post(String path, String body) {
        return as(Jwt.server(SECRET), "POST", path, body);
    }

    Answer put(String path, String body) {
        return as(Jwt.server(SECRET), "PUT", path, body);
    }

    Answer patch(String path, String body) {
        return as(Jwt.server(SECRET), "PATCH", path, body);
    }

    Answer get(String path) {
        return as(Jwt.server(SECRET), "GET", path, null);
    }

    Answer asUser(String userId, String method, String path, @Nullable String body) {
        return as(Jwt.user(userId, SECRET), method, path, body);
    }

    Answer as(String token, String method, String path, @Nullable String body) {
        return send(method, withKey(path), Map.of("Authorization", token, "stream-auth-type", "jwt"), body);
    }

    /** Asks without any token. */
    Answer anonymously(String method, String path, @Nullable String body) {
        return send(method, withKey(path), Map.of("stream-auth-type", "anonymous"), body);
    }

    /** Becomes a guest as anybody can, and returns the guest's token. */
    String guest(String id) {
        return send("POST", withKey("/api/v2/guest"), Map.of(), "{\"user\":{\"id\":\"%s\"}}".formatted(id))
                .body()
                .path("access_token")
                .asText();
    }

    static String withKey(String path) {
        return path + (path.contains("?") ? "&" : "?") + "api_key=" + KEY;
    }

    /** A request to the simulator's own API. */
    Answer control(String method, String path, @Nullable String body) {
        return send(method, "/_sim" + path, Map.of(), body);
    }

    Answer send(String method, String path, Map<String, String> headers, @Nullable String body) {
        try {
            HttpResponse<String> response =
                    client.send(request(method, path, headers, body), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            JsonNode json = text.startsWith("{") ? JSON.readTree(text) : JSON.missingNode();
            return new Answer(response.statusCode(), response.headers(), json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpRequest request(String method, String path, Map<String, String> headers, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json");
        new LinkedHashMap<>(headers).forEach(request::header);
        return request.method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpClient client() {
        return client;
    }

    // What most tests need first.

    void users(String... ids) {
        StringBuilder users = new StringBuilder();
        for (String id : ids) {
            users.append(users.isEmpty() ? "" : ",").append("\"%s\":{\"id\":\"%1$s\"}".formatted(id));
        }
        post("/api/v2/users", "{\"users\":{" + users + "}}");
    }

    void role(String name) {
        post("/api/v2/roles", "{\"name\":\"%s\"}".formatted(name));
    }

    void userWithRole(String id, String role) {
        post("/api/v2/users", """
                {"users":{"%s":{"id":"%1$s","role":"%s"}}}""".formatted(id, role));
    }

    /** A livestream call of {@code broadcaster}, who is its creator and its host. */
    Answer livestream(String id, String broadcaster) {
        users(broadcaster);
        return post("/api/v2/video/call/livestream/" + id, """
                {"data":{"created_by_id":"%s","members":[{"user_id":"%1$s","role":"host"}]}}""".formatted(broadcaster));
    }

    JsonNode call(String id) {
        return get("/api/v2/video/call/livestream/" + id).call();
    }

    void goLive(String id) {
        post("/api/v2/video/call/livestream/" + id + "/go_live", "{}");
    }

    void stopLive(String id) {
        post("/api/v2/video/call/livestream/" + id + "/stop_live", "{}");
    }

    static String address(String id) {
        return "rtmps://" + HOST + ":443/" + KEY + ".livestream." + id;
    }

    Answer encoder(String address, String streamKey) {
        return control("POST", "/encoders", "{\"address\":\"%s\",\"streamKey\":\"%s\"}".formatted(address, streamKey));
    }

    /** Connects OBS and returns its ingress stream id. */
    String obs(String id, String broadcaster) {
        return encoder(address(id), Jwt.user(broadcaster, SECRET))
                .body()
                .path("ingressStreamId")
                .asText();
    }

    Answer viewers(String id, int count) {
        return control("POST", "/calls/livestream/" + id + "/viewers", "{\"count\":" + count + "}");
    }

    void hook(String url, String... eventTypes) {
        StringBuilder types = new StringBuilder();
        for (String type : eventTypes) {
            types.append(types.isEmpty() ? "" : ",").append('"').append(type).append('"');
        }
        patch("/api/v2/app", """
                {"event_hooks":[{"hook_type":"webhook","enabled":true,"webhook_url":"%s","event_types":[%s]}]}""".formatted(url, types));
    }

    /** Waits until every webhook was answered, dropped or given up. */
    void awaitIdle() {
        org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> pending() == 0);
    }

    private int pending() {
        return control("GET", "/deliveries", null).body().path("pending").asInt();
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
