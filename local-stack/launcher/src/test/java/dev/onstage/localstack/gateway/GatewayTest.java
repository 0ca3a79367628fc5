package dev.onstage.localstack.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.topology.Endpoint;
import dev.onstage.localstack.topology.ServiceKind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path pages;

    private Gateway gateway;

    @BeforeEach
    void startGateway() throws IOException {
        Files.writeString(pages.resolve("index.html"), "<title>the dashboard</title>");
        Files.writeString(pages.resolve("app.js"), "script");
        Files.createDirectory(pages.resolve("assets"));
        Files.writeString(pages.resolve("assets/app-1a2b.js"), "hashed");
        gateway = Gateway.start(0, pages, "http://127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldBelieveTheProxiesThatAreOursAndNobodyElse() throws Exception {
        // Given
        gateway.close();
        gateway = Gateway.start(0, pages, "https://onstage.example", 2);
        var seen = new CopyOnWriteArrayList<String>();
        add(ServiceKind.STREAM_CONTROL, request -> {
            seen.add(request.getHeader("X-Forwarded-For"));
            request.response().end();
        });

        // When
        for (String told : List.of("6.6.6.6, 203.0.113.7 ,10.0.0.1", "203.0.113.7")) {
            client.send(
                    to("/api/channels").header("X-Forwarded-For", told).build(),
                    HttpResponse.BodyHandlers.discarding());
        }

        // Then
        assertThat(seen).containsExactly("203.0.113.7, 10.0.0.1, 127.0.0.1", "203.0.113.7, 127.0.0.1");
    }

    @Test
    void shouldPassRequestWithBodyAndForwardingHeaders() throws Exception {
        // Given
        var seen = new CopyOnWriteArrayList<JsonObject>();
        add(ServiceKind.STREAM_CONTROL, request -> request.body().onSuccess(body -> {
            seen.add(new JsonObject()
                    .put("uri", request.uri())
                    .put("body", body.toString())
                    .put("for", request.getHeader("X-Forwarded-For"))
                    .put("host", request.getHeader("X-Forwarded-Host"))
                    .put("proto", request.getHeader("X-Forwarded-Proto"))
                    .put("forged", request.getHeader("Forwarded")));
            request.response().setStatusCode(201).putHeader("ETag", "\"1\"").end("made");
        }));

        // When
        HttpResponse<String> answer = client.send(
                to("/api/channels?x=1")
                        .header("X-Forwarded-For", "6.6.6.6")
                        .header("Forwarded", "for=6.6.6.6")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("made");
        assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(seen).singleElement().satisfies(request -> {
            assertThat(request.getString("uri")).isEqualTo("/api/channels?x=1");
            assertThat(request.getString("body")).isEqualTo("{}");
            assertThat(request.getString("for")).isEqualTo("127.0.0.1");
            assertThat(request.getString("host")).isEqualTo("127.0.0.1:" + gateway.port());
            assertThat(request.getString("proto")).isEqualTo("http");
            assertThat(request.getString("forged")).isNull();
        });
    }

    @Test
    void shouldPassEventsAsTheyComeAndTellTheServiceWhenTheReaderLeaves() throws Exception {
        // Given
        var streams = new CopyOnWriteArrayList<HttpServerResponse>();
        var closed = new CopyOnWriteArrayList<String>();
        add(ServiceKind.STREAM_CONTROL, request -> {
            HttpServerResponse response = request.response();
            response.setChunked(true).putHeader("Content-Type", "text/event-stream");
            response.closeHandler(gone -> closed.add("closed"));
            streams.add(response);
            response.write("data: first\n\n");
        });

        // When
        HttpResponse<InputStream> answer =
                client.send(to("/api/channels/main/live/events").build(), HttpResponse.BodyHandlers.ofInputStream());

        // Then
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: first");
            assertThat(lines.readLine()).isEmpty();
            vertx.runOnContext(now -> streams.get(0).write("data: second\n\n"));
            assertThat(lines.readLine()).isEqualTo("data: second");
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(closed).isNotEmpty());
    }

    @Test
    void shouldEndEventsWhenTheServiceDies() throws Exception {
        // Given
        HttpServer origin = add(ServiceKind.STREAM_CONTROL, request -> request.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .write("data: first\n\n"));
        HttpResponse<InputStream> answer =
                client.send(to("/api/channels/main/live/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("data: first");

        // When
        origin.close().toCompletionStage().toCompletableFuture().join();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(endOf(lines)).isTrue());
    }

    @Test
    void shouldRefuseTooLargeBodies() throws Exception {
        // Given
        add(ServiceKind.WEBHOOK_INGEST, request -> request.response().end("taken"));
        var body = new byte[(int) GatewayLimits.DELIVERY_BODY_BYTES + 1];

        // When
        HttpResponse<String> answer = client.send(
                to("/api/webhooks/getstream")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertProblem(answer, "payload-too-large");
    }

    @Test
    void shouldSayWhichServiceIsMissing() throws Exception {
        // When
        HttpResponse<String> answer = get("/api/sessions/1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertProblem(answer, "service-unavailable");
        assertThat(answer.body()).contains("analytics").contains("\"instance\":\"/api/sessions/1\"");
    }

    @Test
    void shouldSayWhenAServiceBreaksOff() throws Exception {
        // Given
        add(ServiceKind.NOTIFIER, request -> request.connection().close());

        // When
        HttpResponse<String> answer = get("/api/notifications/channels/main");

        // Then
        assertThat(answer.statusCode()).isEqualTo(502);
        assertProblem(answer, "service-failed");
    }

    @Test
    void shouldUseEveryCopy() {
        // Given
        add(ServiceKind.STREAM_CONTROL, request -> request.response().end("first"));
        add(ServiceKind.STREAM_CONTROL, request -> request.response().end("second"));

        // Then
        Set<String> answers = ConcurrentHashMap.newKeySet();
        await().atMost(PATIENCE).untilAsserted(() -> {
            answers.add(get("/api/channels").body());
            assertThat(answers).containsExactlyInAnyOrder("first", "second");
        });
    }

    @Test
    void shouldPassOverACopyThatDoesNotListen() throws Exception {
        // Given
        try (var bound = new Socket()) {
            // A socket that does not listen refuses connections, and nobody else gets its port meanwhile.
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            gateway.add(ServiceKind.STREAM_CONTROL, new Endpoint(bound.getLocalPort(), bound.getLocalPort()));
            add(ServiceKind.STREAM_CONTROL, request -> request.response().end("there"));

            // Then
            assertThat(answersTo("/api/channels", 10)).containsExactly("there");
        }
    }

    @Test
    void shouldTurnAwayFromACopyThatAcceptsConnectionsButDoesNotAnswer() {
        // Given
        add(ServiceKind.STREAM_CONTROL, request -> {});
        add(ServiceKind.STREAM_CONTROL, request -> request.response().end("awake"));

        // Then a slow machine may keep even the other from answering a health check in time, for a while.
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(gateway.healthy(ServiceKind.STREAM_CONTROL)).isEqualTo(1);
            assertThat(answersTo("/api/channels", 6)).containsExactly("awake");
        });
    }

    @Test
    void shouldTurnAwayFromACopyThatLivesAndIsNotReady() {
        // Given
        add(ServiceKind.STREAM_CONTROL, request -> request.response()
                .setStatusCode(request.path().equals("/q/health/ready") ? 503 : 200)
                .end("draining"));
        add(ServiceKind.STREAM_CONTROL, request -> request.response().end("ready"));

        // Then
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(gateway.healthy(ServiceKind.STREAM_CONTROL)).isEqualTo(1);
            assertThat(answersTo("/api/channels", 6)).containsExactly("ready");
        });
    }

    @Test
    void shouldServeThePagesAndTheirOwnPaths() throws Exception {
        assertThat(get("/").body()).contains("the dashboard");
        assertThat(get("/dashboard/stats/0190").body()).contains("the dashboard");
        assertThat(get("/app.js").body()).isEqualTo("script");
        assertProblem(get("/missing.js"), "not-found");
        assertThat(get("/missing.js").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldTellBrowsersWhatPagesMayDoAndHowLongFilesKeep() throws Exception {
        for (String path : List.of("/", "/dashboard/stats", "/app.js", "/assets/app-1a2b.js", "/missing.js")) {
            HttpHeaders headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains(
                            "default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
            assertThat(headers.firstValue("Permissions-Policy").orElseThrow()).contains("camera=()");
            assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
        }
        assertThat(cacheControl("/")).isEqualTo("no-cache");
        assertThat(cacheControl("/dashboard/stats")).isEqualTo("no-cache");
        assertThat(cacheControl("/app.js")).isEqualTo("no-cache");
        assertThat(cacheControl("/assets/app-1a2b.js")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(cacheControl("/assets/gone-1a2b.js")).isEqualTo("no-store");
    }

    @Test
    void shouldKeepBrowsersOnTlsWhereItIsReachedByTls() throws Exception {
        gateway.close();
        gateway = Gateway.start(0, pages, "https://onstage.example", 0);

        assertThat(get("/").headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
    }

    @Test
    void shouldServePagesToReadersOnly() throws Exception {
        HttpResponse<String> answer = client.send(to("/").DELETE().build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        assertProblem(answer, "method-not-allowed");
    }

    @Test
    void shouldNeverAnswerAnUnknownPathOfTheApiWithAPage() throws Exception {
        // Given
        add(
                ServiceKind.STREAM_CONTROL,
                request -> request.response().setStatusCode(404).end("no such thing"));

        // Then
        for (String path : List.of("/api", "/api/", "/api/nothing", "/api/nothing/index.html", "/%61pi/nothing")) {
            assertThat(get(path).body()).as(path).isEqualTo("no such thing");
        }
    }

    private String cacheControl(String path) throws Exception {
        return get(path).headers().firstValue("Cache-Control").orElse("");
    }

    private HttpServer add(ServiceKind service, Consumer<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(handler::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        gateway.add(service, new Endpoint(server.actualPort(), server.actualPort()));
        return server;
    }

    private Set<String> answersTo(String path, int times) throws Exception {
        Set<String> answers = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < times; i++) {
            answers.add(get(path).body());
        }
        return answers;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(to(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .timeout(ANSWER_WITHIN);
    }

    private static void assertProblem(HttpResponse<String> answer, String slug) {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        var problem = new JsonObject(answer.body());
        assertThat(problem.getString("type")).isEqualTo("/problems/" + slug);
        assertThat(problem.getInteger("status")).isEqualTo(answer.statusCode());
        List<String> texts =
                Stream.of("title", "detail", "fix").map(problem::getString).toList();
        assertThat(texts).allSatisfy(text -> assertThat(text).isNotBlank());
    }

    private static boolean endOf(BufferedReader lines) {
        try {
            String line = lines.readLine();
            while (line != null && line.isEmpty()) {
                line = lines.readLine();
            }
            return line == null;
        } catch (IOException brokenOff) {
            return true;
        }
    }
}
