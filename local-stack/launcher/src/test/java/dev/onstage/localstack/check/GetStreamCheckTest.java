package dev.onstage.localstack.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onstage.localstack.client.GetStreamApi;
import dev.onstage.simulator.getstream.GetStreamSimulator;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check against the simulator, as it is and with one thing about it changed. */
class GetStreamCheckTest {

    private static final String KEY = "a1b2c3d4e5f6";
    private static final String SECRET = "example-api-secret-with-at-least-32-bytes";
    private static final long PATIENCE_SECONDS = 120;

    private final Vertx vertx = Vertx.vertx();
    private URI simulator = URI.create("http://127.0.0.1");

    @BeforeEach
    void start() throws Exception {
        GetStreamSimulator started = new GetStreamSimulator(
                new GetStreamSimulator.Options(0, KEY, SECRET, null, GetStreamSimulator.Options.INGRESS_HOST, 60_000));
        vertx.deployVerticle(started).toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        simulator = URI.create("http://127.0.0.1:" + started.port());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static CheckReport check(URI base) {
        return new GetStreamCheck(new GetStreamApi(base, KEY, SECRET)).run();
    }

    @Test
    void shouldFindTheSimulatorAsExpectedAndLeaveNothingBehind() {
        GetStreamApi api = new GetStreamApi(simulator, KEY, SECRET);
        List<String> before = inTheApp(api);

        CheckReport report = check(simulator);

        assertThat(report.facts()).filteredOn(fact -> !fact.holds()).isEmpty();
        assertThat(report.toString()).endsWith("facts are as Onstage expects them.\n");
        assertThat(inTheApp(api)).isEqualTo(before);
    }

    private static List<String> inTheApp(GetStreamApi api) {
        return List.of(
                api.server("GET", "/roles", null).body().path("roles").toString(),
                api.server("GET", "/users", null).body().path("users").toString(),
                String.valueOf(api.server("GET", "/video/calltypes", null)
                        .body()
                        .path("call_types")
                        .size()),
                String.valueOf(api.server("GET", "/chat/channeltypes", null)
                        .body()
                        .path("channel_types")
                        .size()),
                api.server("POST", "/video/calls", java.util.Map.of())
                        .body()
                        .path("calls")
                        .toString());
    }

    @Test
    void shouldNameTheOneFactThatIsNotAsExpected() throws IOException {
        HttpServer open = openFor(request -> request.getRequestURI().getPath().endsWith("/go_live"));
        try {
            CheckReport report =
                    check(URI.create("http://127.0.0.1:" + open.getAddress().getPort()));

            assertThat(report.holds()).isFalse();
            assertThat(report.facts())
                    .filteredOn(fact -> !fact.holds())
                    .containsExactly(new Fact("who watches goes live", "403 code 17", "201", false));
            assertThat(report.toString())
                    .containsPattern("WRONG who watches goes live +403 code 17 +201")
                    .contains("1 of " + report.facts().size() + " facts are not as Onstage expects them.");
        } finally {
            open.stop(0);
        }
    }

    /** The simulator, but where a request matches it grants everybody what it should refuse. */
    private HttpServer openFor(Predicate<HttpExchange> granted) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        server.createContext("/", exchange -> {
            try (exchange) {
                HttpRequest.Builder request = HttpRequest.newBuilder(
                                simulator.resolve(exchange.getRequestURI().toString()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
                for (String header : List.of("Authorization", "stream-auth-type", "Content-Type")) {
                    String value = exchange.getRequestHeaders().getFirst(header);
                    if (value != null) {
                        request.header(header, value);
                    }
                }
                HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                boolean opened = answer.statusCode() == 403 && granted.test(exchange);
                byte[] body = opened ? "{}".getBytes(StandardCharsets.UTF_8) : answer.body();
                exchange.sendResponseHeaders(opened ? 201 : answer.statusCode(), body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }
}
