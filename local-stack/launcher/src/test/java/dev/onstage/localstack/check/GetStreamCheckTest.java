package dev.onstage.localstack.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onstage.localstack.check.Fact.Verdict;
import dev.onstage.localstack.client.GetStreamApi;
import dev.onstage.localstack.stack.StackException;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check against the simulator, as it is and with one thing about it changed. */
class GetStreamCheckTest {

    private static final String KEY = "a1b2c3d4e5f6";
    private static final String SECRET = "example-api-secret-with-at-least-32-bytes";
    private static final long PATIENCE_SECONDS = 120;
    private static final String NAME = "onstage_check_0badcafe";
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int NO_ANSWER = 0;

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

        assertThat(report.facts())
                .filteredOn(fact -> fact.verdict() != Verdict.HOLDS)
                .isEmpty();
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
                api.server("POST", "/video/calls", Map.of())
                        .body()
                        .path("calls")
                        .toString());
    }

    @Test
    void shouldNameTheOneThingThatIsGrantedAndShouldNotBe() throws IOException {
        CheckReport report =
                checkWhere((request, status) -> pathEnds(request, "/go_live") && status == 403 ? 201 : status);

        assertThat(report.holds()).isFalse();
        assertThat(unexpected(report))
                .containsExactly(new Fact("who watches goes live", "403 code 17", "201", Verdict.WRONG));
        assertThat(report.toString())
                .containsPattern("WRONG +who watches goes live +403 code 17 +201")
                .contains("1 of " + report.facts().size() + " facts are not as Onstage expects them.");
    }

    @Test
    void shouldNameWhatIsRefusedAndShouldNotBe() throws IOException {
        CheckReport report =
                checkWhere((request, status) -> pathEnds(request, "/kick") && status == 201 ? 400 : status);

        assertThat(report.holds()).isFalse();
        assertThat(unexpected(report))
                .containsExactly(
                        new Fact("a server kicks and blocks", "2xx", "400", Verdict.WRONG),
                        new Fact("a server kicks", "2xx", "400", Verdict.WRONG));
    }

    @Test
    void shouldHoldWhereOnlyWhatOnstageDoesNotRelyOnIsOtherThanInTheSimulator() throws IOException {
        CheckReport report =
                checkWhere((request, status) -> pathEnds(request, "/calltypes") && status == 400 ? 201 : status);

        assertThat(report.holds()).isTrue();
        assertThat(unexpected(report))
                .containsExactly(new Fact(
                        "a call type with the settings of livestream as they are answered",
                        "400 code 4",
                        "201",
                        Verdict.DIFFERS));
        assertThat(report.toString())
                .contains("1 of " + report.facts().size() + " facts are not as in the simulator")
                .doesNotContain("as Onstage expects them");
    }

    @Test
    void shouldSayWhatIsLeftWhenRemovalsAreRefusedAndRemoveItLater() throws IOException {
        GetStreamApi api = new GetStreamApi(simulator, KEY, SECRET);
        List<String> before = inTheApp(api);
        CheckReport report;
        try (Altered altered = new Altered(GetStreamCheckTest::withoutRemovals, false)) {
            report = new GetStreamCheck(altered.api(), NAME, PAUSE, Duration.ofSeconds(3)).run();
        }

        assertThat(unexpected(report))
                .extracting(Fact::what)
                .contains(
                        "the role " + NAME + "_watches is deleted again",
                        "the call type " + NAME + " is deleted again",
                        "the channel type " + NAME + " is deleted again");
        assertThat(inTheApp(api)).isNotEqualTo(before);

        CheckReport removal = new GetStreamCheck(api, NAME, PAUSE, PATIENCE).remove();

        assertThat(removal.facts()).isEmpty();
        assertThat(inTheApp(api)).isEqualTo(before);
    }

    @Test
    void shouldRemoveTheRestWhenOneRemovalIsNotAnswered() throws IOException {
        GetStreamApi api = new GetStreamApi(simulator, KEY, SECRET);
        String roles = inTheApp(api).get(0);
        CheckReport report;
        try (Altered altered = new Altered(
                (request, status) ->
                        request.getRequestMethod().equals("DELETE") && pathEnds(request, "/calltypes/" + NAME)
                                ? NO_ANSWER
                                : status,
                true)) {
            report = new GetStreamCheck(altered.api(), NAME, PAUSE, PATIENCE).run();
        }

        assertThat(unexpected(report))
                .extracting(Fact::what)
                .containsExactly("the call type " + NAME + " is deleted again");
        assertThat(inTheApp(api).get(0)).isEqualTo(roles);
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "onstage", "onstage_check_", "onstage_check_0badcafe/..", "livestream"})
    void shouldRemoveNothingThatNoCheckMade(String name) {
        assertThatThrownBy(() -> new GetStreamCheck(new GetStreamApi(simulator, KEY, SECRET), name))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(name);
    }

    private static List<Fact> unexpected(CheckReport report) {
        return report.facts().stream()
                .filter(fact -> fact.verdict() != Verdict.HOLDS)
                .toList();
    }

    private static boolean pathEnds(HttpExchange request, String end) {
        return request.getRequestURI().getPath().endsWith(end);
    }

    private static int withoutRemovals(HttpExchange request, int status) {
        boolean removes = request.getRequestMethod().equals("DELETE")
                || pathEnds(request, "/delete")
                || pathEnds(request, "/users/delete");
        return removes ? 400 : status;
    }

    private CheckReport checkWhere(BiFunction<HttpExchange, Integer, Integer> statuses) throws IOException {
        try (Altered altered = new Altered(statuses, true)) {
            return new GetStreamCheck(altered.api()).run();
        }
    }

    /** The simulator, but that some answers have another status and an empty body, or never come. */
    private final class Altered implements AutoCloseable {

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final BiFunction<HttpExchange, Integer, Integer> statuses;

        /**
         * Starts.
         *
         * @param statuses the status to answer with, from the request and the simulator's own
         * @param passing whether requests whose answers are altered reach the simulator all the same
         */
        Altered(BiFunction<HttpExchange, Integer, Integer> statuses, boolean passing) throws IOException {
            this.statuses = statuses;
            server.createContext("/", exchange -> {
                try (exchange) {
                    if (!passing && statuses.apply(exchange, 200) != 200) {
                        answer(exchange, statuses.apply(exchange, 200), NOTHING);
                    } else {
                        pass(exchange);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
        }

        GetStreamApi api() {
            return new GetStreamApi(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()), KEY, SECRET);
        }

        private void pass(HttpExchange exchange) throws IOException, InterruptedException {
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
            int status = statuses.apply(exchange, answer.statusCode());
            answer(exchange, status, status == answer.statusCode() ? answer.body() : NOTHING);
        }

        private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
            if (status != NO_ANSWER) {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
