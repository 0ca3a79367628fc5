package dev.onstage.localstack.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.topology.Endpoint;
import dev.onstage.localstack.topology.ServiceKind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway makes of clients that keep to no rule, seen byte by byte. */
class GatewayEdgeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Vertx VERTX = Vertx.vertx();

    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static final Map<ServiceKind, Endpoint> SERVING = new EnumMap<>(ServiceKind.class);
    private static final GatewayLimits GENEROUS = new GatewayLimits(100, 100, LONG, LONG, LONG);

    @TempDir
    private static Path pages;

    private static Gateway generous;
    private static HttpServer taken;

    /** The one under test: the generous one, unless a test starts another. */
    private Gateway gateway;

    @BeforeAll
    static void startAll() {
        generous = Gateway.start(0, pages, "http://127.0.0.1", GENEROUS, 0);
        taken = listen(request -> {
            SEEN.add(request.method() + " " + request.uri());
            request.response().end("taken");
        });
    }

    @BeforeEach
    void serveAll() {
        SEEN.clear();
        use(generous);
    }

    private void startWith(GatewayLimits limits) {
        use(Gateway.start(0, pages, "http://127.0.0.1", limits, 0));
    }

    private void use(Gateway chosen) {
        gateway = chosen;
        for (ServiceKind service : ServiceKind.values()) {
            serve(service, taken);
        }
    }

    @AfterEach
    void stop() {
        if (gateway != generous) {
            gateway.close();
        }
    }

    @AfterAll
    static void stopAll() {
        generous.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @MethodSource("oddSpellings")
    void shouldRefuseOddSpellingsOfPaths(String target) throws IOException {
        try (var client = new RawClient(gateway.port())) {
            RawClient.Answer answer = client.request("GET", target).answer();

            assertProblem(answer, 400, Stream.of("malformed-path", "malformed-request"));
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(SEEN).isEmpty();
    }

    static Stream<String> oddSpellings() {
        // What has a blank or a line end in it is another request line; those are in the other table.
        return RequestTargetTest.odd()
                .filter(target -> target.chars().noneMatch(code -> code <= ' '))
                .filter(target -> !target.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/a\tb HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/a\0b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api HTTP/1.1\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\r\nX y: b\r\n\r\n",
                "GET /api HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello",
                "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello",
                "POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /api HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void shouldRefuseWhatIsNoPlainRequestAndHangUp(String bytes) throws IOException {
        try (var client = new RawClient(gateway.port())) {
            RawClient.Answer answer = client.send(bytes + "GET /api/smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answer();

            assertProblem(answer, 400, Stream.of("malformed-path", "malformed-request"));
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "FOO", "get", "PROPFIND", "PRI", "GETGETGETGET"})
    void shouldSayWhatTheServiceTakesInsteadOfAMethodThatNobodyKnows(String method) throws IOException {
        // Given
        serve(ServiceKind.WEBHOOK_INGEST, request -> {
            SEEN.add(request.method() + " " + request.uri());
            SEEN.addAll(request.headers().names());
            request.response()
                    .setStatusCode(204)
                    .putHeader("Allow", "OPTIONS, POST")
                    .end();
        });

        // When
        try (var client = new RawClient(gateway.port())) {
            client.request(method, "/api/webhooks/getstream?a=b", "X-Mine: 1", "Content-Length: 5");
            RawClient.Answer answer = client.send("hello").answer();

            // Then
            assertProblem(answer, 405, Stream.of("method-not-allowed"));
            assertThat(answer.headers()).containsEntry("allow", "OPTIONS, POST");
            assertThat(answer.body()).contains("Use one of these methods: OPTIONS, POST.");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(SEEN).containsExactly("OPTIONS /api/webhooks/getstream?a=b", "host");
    }

    @Test
    void shouldTakeNothingAfterAMethodThatNobodyKnowsForARequest() throws IOException {
        serve(ServiceKind.ANALYTICS, request -> {
            SEEN.add(request.method() + " " + request.uri());
            VERTX.setTimer(
                    SHORT.toMillis(),
                    late -> request.response().putHeader("Allow", "GET").end());
        });
        try (var client = new RawClient(gateway.port())) {
            client.request("FOO", "/api/sessions/x").request("GET", "/api/sessions/smuggled");

            assertThat(client.answer().status()).isEqualTo(405);
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(SEEN).containsExactly("OPTIONS /api/sessions/x");
    }

    @Test
    void shouldNotKnowOtherMethodsWhereTheServiceDoesNotSayWhatItTakes() throws IOException {
        serve(ServiceKind.STREAM_CONTROL, request -> request.connection().close());
        serve(
                ServiceKind.ANALYTICS,
                request -> request.response().setStatusCode(503).end());
        for (String path : List.of("/api/channels", "/api/sessions/x")) {
            try (var client = new RawClient(gateway.port())) {
                RawClient.Answer answer = client.request("TRACE", path).answer();

                assertProblem(answer, 405, Stream.of("method-not-allowed"));
                assertThat(answer.headers()).containsEntry("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
            }
        }
    }

    @Test
    void shouldFindNothingWhereTheServiceHasNothingWhateverTheMethod() throws IOException {
        serve(
                ServiceKind.STREAM_CONTROL,
                request -> request.response().setStatusCode(404).end());
        try (var client = new RawClient(gateway.port())) {
            assertProblem(client.request("TRACE", "/api/nothing").answer(), 404, Stream.of("not-found"));
        }
    }

    @Test
    void shouldServePagesToReadersOnlyWhateverTheMethod() throws IOException {
        for (String method : List.of("TRACE", "FOO", "OPTIONS", "POST")) {
            try (var client = new RawClient(gateway.port())) {
                RawClient.Answer answer = client.request(method, "/").answer();

                assertProblem(answer, 405, Stream.of("method-not-allowed"));
                assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
            }
        }
        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a@b", "[::", "a:99999999", "a:", "a:b", "a/b", "a,b", "[a]b"})
    void shouldRefuseAHostThatIsNone(String host) throws IOException {
        try (var client = new RawClient(gateway.port())) {
            client.send("GET /api/channels HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertProblem(client.answer(), 400, Stream.of("malformed-request"));
        }
        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "stage.example.org", "my_box.local:1"})
    void shouldTakeEveryHost(String host) throws IOException {
        try (var client = new RawClient(gateway.port())) {
            client.send("GET /api/channels HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseTooLongLinesAndHeaders() throws IOException {
        String tooLong = "x".repeat(GatewayLimits.HEADER_BYTES);
        try (var client = new RawClient(gateway.port())) {
            assertProblem(client.request("GET", "/api/" + tooLong).answer(), 414, Stream.of("uri-too-long"));
        }
        try (var client = new RawClient(gateway.port())) {
            client.send("GET /api HTTP/1.1\r\nHost: a\r\nX: " + tooLong + "\r\n\r\n");
            assertProblem(client.answer(), 431, Stream.of("headers-too-large"));
        }
        assertThat(SEEN).isEmpty();
    }

    @Test
    void shouldSayTheTruthAboutAnswersWithoutABody() throws IOException {
        // Given
        serve(ServiceKind.NOTIFIER, request -> {
            request.response().putHeader("ETag", "W/\"1\"").putHeader("Vary", "Accept-Encoding");
            if (request.path().endsWith("/304")) {
                request.response().setStatusCode(304).end();
            } else if (request.path().endsWith("/204")) {
                request.response().setStatusCode(204).end();
            } else {
                request.response().putHeader("Content-Length", "4711").end();
            }
        });
        String base = "/api/notifications/channels/main/";

        // Then: each on the same connection, since a client that waits for a body would never get to the next
        try (var client = new RawClient(gateway.port())) {
            for (String path : List.of("304", "204", "304")) {
                RawClient.Answer answer = client.request("GET", base + path).answer();
                assertThat(answer.status()).isEqualTo(Integer.parseInt(path));
                assertThat(answer.headers())
                        .doesNotContainKeys("transfer-encoding", "content-length")
                        .containsEntry("etag", "W/\"1\"")
                        .containsEntry("vary", "Accept-Encoding");
            }
            RawClient.Answer head = client.request("HEAD", base + "head").answer(false);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).doesNotContainKey("transfer-encoding").containsEntry("content-length", "4711");
            RawClient.Answer notModified = client.request("HEAD", base + "304").answer(false);
            assertThat(notModified.status()).isEqualTo(304);
            assertThat(notModified.headers()).doesNotContainKeys("transfer-encoding", "content-length");
            assertThat(client.request("GET", "/api/last").answer().body()).isEqualTo("taken");
        }
    }

    @Test
    void shouldRefuseTooLargeBodiesBeforeTheyAreSent() throws IOException {
        try (var client = new RawClient(gateway.port())) {
            client.send("POST /api/channels HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n");
            assertProblem(client.answer(), 413, Stream.of("payload-too-large"));
        }
        try (var client = new RawClient(gateway.port())) {
            client.send("POST /api/channels HTTP/1.1\r\nHost: a\r\nContent-Length: " + "9".repeat(30) + "\r\n\r\n");
            assertThat(client.answer().status()).isIn(400, 413);
        }
        assertThat(SEEN).isEmpty();
        try (var client = new RawClient(gateway.port())) {
            client.send("POST /api/webhooks/getstream HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n"
                    + "x".repeat(0x10001));
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseABodyThatTurnsOutTooLargeThoughTheServiceWaitsForItsEnd() throws IOException {
        // Given
        var broken = new CopyOnWriteArrayList<Throwable>();
        serve(ServiceKind.ANALYTICS, request -> {
            request.exceptionHandler(broken::add);
            request.endHandler(ended -> request.response().end("whole"));
        });

        // When
        try (var client = new RawClient(gateway.port())) {
            client.send("POST /api/sessions/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("10000\r\n" + "x".repeat(0x10000) + "\r\n");
            client.send("1\r\nx\r\n");

            // Then
            assertProblem(client.answer(), 413, Stream.of("payload-too-large"));
            client.send("0\r\n\r\n");
            assertThat(client.isClosed()).isTrue();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(broken).isNotEmpty());
    }

    @Test
    void shouldPassABodyOnAsItComes() throws IOException {
        // Given
        var parts = new CopyOnWriteArrayList<String>();
        serve(ServiceKind.ANALYTICS, request -> {
            request.handler(part -> parts.add(part.toString()));
            request.endHandler(ended -> request.response().end(String.join("|", parts)));
        });

        // Then
        try (var client = new RawClient(gateway.port())) {
            client.send("POST /api/sessions/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfirst");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(parts).containsExactly("first"));
            assertThat(client.send("other").answer().body()).isEqualTo("first|other");
        }
    }

    @Test
    void shouldLetAClientAskBeforeItSendsABody() throws IOException {
        // Given
        serve(ServiceKind.ANALYTICS, request -> {
            SEEN.add(String.valueOf(request.getHeader("Expect")));
            request.body().onSuccess(body -> request.response().end(body));
        });

        // Then
        try (var client = new RawClient(gateway.port())) {
            client.request("POST", "/api/sessions/x", "Expect: 100-continue", "Content-Length: 2");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("ok").answer().body()).isEqualTo("ok");
            client.request("POST", "/api/sessions/x", "Expect: 100-continue", "Content-Length: 65537");
            assertThat(client.answer().status()).isEqualTo(413);
        }
        assertThat(SEEN).containsExactly("null");
    }

    @Test
    void shouldHangUpOnAHeadThatDoesNotGetReadyHoweverItDrips() throws IOException {
        startWith(new GatewayLimits(100, 100, SHORT, LONG, LONG));
        try (var dripping = new RawClient(gateway.port());
                var silent = new RawClient(gateway.port())) {
            dripping.send("GET /api HTTP/1.1\r\nHost: a\r\nX: ");

            await().atMost(PATIENCE).untilAsserted(() -> {
                drip(dripping);
                assertThat(gateway.openConnections()).isZero();
            });

            assertThat(silent.isClosed()).isTrue();
        }
    }

    private static void drip(RawClient client) {
        try {
            client.send("x");
        } catch (IOException closed) {
            // As it is to be.
        }
    }

    @Test
    void shouldHangUpWhenTheNextHeadDoesNotCome() throws IOException {
        startWith(new GatewayLimits(100, 100, LONG, SHORT, LONG));
        try (var client = new RawClient(gateway.port())) {
            assertThat(client.request("GET", "/api/channels").answer().body()).isEqualTo("taken");
            client.send("G");

            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldNotWaitForeverForABody() throws IOException {
        // Given
        startWith(new GatewayLimits(100, 100, LONG, LONG, SHORT));
        serve(ServiceKind.ANALYTICS, request -> request.body()
                .onSuccess(body -> request.response().end(body)));

        // Then
        try (var client = new RawClient(gateway.port())) {
            client.send("POST /api/sessions/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nfour");
            assertProblem(client.answer(), 408, Stream.of("request-timeout"));
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void shouldTakeOnlySoManyConnectionsFromOneAddress() throws IOException {
        startWith(new GatewayLimits(100, 2, LONG, LONG, LONG));
        try (var first = new RawClient(gateway.port())) {
            try (var second = new RawClient(gateway.port());
                    var neighbour = new RawClient("127.0.0.2", gateway.port())) {
                assertThat(second.request("GET", "/api/channels").answer().status())
                        .isEqualTo(200);
                await().atMost(PATIENCE).until(() -> gateway.openConnections() == 3);
                try (var third = new RawClient(gateway.port())) {
                    RawClient.Answer refused =
                            third.request("GET", "/api/channels").answer();
                    assertProblem(refused, 429, Stream.of("too-many-connections"));
                    assertThat(refused.headers()).containsKey("retry-after");
                }
                assertThat(neighbour.request("GET", "/api/channels").answer().status())
                        .isEqualTo(200);
                assertThat(first.request("GET", "/api/channels").answer().status())
                        .isEqualTo(200);
            }
            await().atMost(PATIENCE).until(() -> gateway.openConnections() == 1);
            try (var again = new RawClient(gateway.port())) {
                assertThat(again.request("GET", "/api/channels").answer().status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void shouldTakeOnlySoManyConnectionsInAll() throws IOException {
        startWith(new GatewayLimits(1, 100, LONG, LONG, LONG));
        try (var first = new RawClient(gateway.port())) {
            assertThat(first.request("GET", "/api/channels").answer().status()).isEqualTo(200);
            try (var second = new RawClient("127.0.0.2", gateway.port())) {
                RawClient.Answer refused = second.request("GET", "/").answer();
                assertProblem(refused, 503, Stream.of("overloaded"));
                assertThat(refused.headers()).containsKey("retry-after");
            }
        }
    }

    @Test
    void shouldBelieveNothingThatAClientSaysAboutItsWay() throws IOException {
        // Given
        serve(ServiceKind.ANALYTICS, request -> request.response()
                .end(request.headers().entries().stream()
                        .filter(header ->
                                header.getKey().toLowerCase(Locale.ROOT).contains("forwarded"))
                        .map(header -> header.getKey().toLowerCase(Locale.ROOT) + "=" + header.getValue())
                        .sorted()
                        .toList()
                        .toString()));

        // Then
        try (var client = new RawClient(gateway.port())) {
            client.request(
                    "GET",
                    "/api/sessions/x",
                    "Forwarded: for=6.6.6.6",
                    "X-Forwarded-For: 6.6.6.6",
                    "x-forwarded-for: 7.7.7.7",
                    "X-FORWARDED-PREFIX: /x",
                    "X-Forwarded-Ssl: on",
                    "Connection: X-Forwarded-For");
            assertThat(client.answer().body())
                    .isEqualTo("[x-forwarded-for=127.0.0.1, x-forwarded-host=onstage:81, x-forwarded-port=81,"
                            + " x-forwarded-proto=http]");
        }
    }

    private void serve(ServiceKind service, Consumer<HttpServerRequest> handler) {
        serve(service, listen(handler));
    }

    private void serve(ServiceKind service, HttpServer server) {
        var endpoint = new Endpoint(server.actualPort(), server.actualPort());
        Endpoint before = SERVING.put(service, endpoint);
        if (before != null) {
            gateway.remove(service, before);
        }
        gateway.add(service, endpoint);
    }

    private static HttpServer listen(Consumer<HttpServerRequest> handler) {
        return VERTX.createHttpServer()
                .requestHandler(handler::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void assertProblem(RawClient.Answer answer, int status, Stream<String> slugs) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("cache-control", "no-store")
                .containsEntry("x-content-type-options", "nosniff");
        var problem = new JsonObject(answer.body());
        assertThat(slugs.map(slug -> "/problems/" + slug)).contains(problem.getString("type"));
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("fix")).isNotBlank();
    }
}
