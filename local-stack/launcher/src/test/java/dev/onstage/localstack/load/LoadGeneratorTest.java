package dev.onstage.localstack.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

    private static final int COUNT = 400;

    /** Not GetStream's: here nobody is to be given up for being slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final Set<String> received = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final Crowd crowd =
            new Crowd(1, "livestream:main", "livestream_invite:main", Instant.now(), Duration.ofMillis(1));

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldSendEachDeliveryOnceAndCountTheAnswers() {
        URI target = serve(request -> answer(request, 204));
        var tally = new Tally();
        try (var generator = new LoadGenerator(target, 16, PATIENCE)) {
            generator.closedLoop(requests(target), Duration.ofMinutes(5), tally);
        }
        assertThat(tally.accepted()).isEqualTo(COUNT);
        assertThat(tally.errors()).isEmpty();
        assertThat(tally.perSecond()).isPositive();
        assertThat(tally.millis(0.5)).isLessThanOrEqualTo(tally.millis(0.999));
        assertThat(received).isEqualTo(allIds());
        assertThat(requests).hasValue(COUNT);
    }

    @Test
    void shouldNotUseAConnectionThatWasIdleForTooLong() {
        Set<Object> connections = ConcurrentHashMap.newKeySet();
        URI target = serve(request -> {
            connections.add(request.connection());
            answer(request, 204);
        });
        var tally = new Tally();
        try (var generator = new LoadGenerator(target, 4, PATIENCE, Duration.ZERO)) {
            generator.closedLoop(requests(target), Duration.ofMinutes(5), tally);
        }
        assertThat(tally.accepted()).isEqualTo(COUNT);
        assertThat(connections).hasSize(COUNT);
    }

    @Test
    void shouldTellWhatBecameOfEach() {
        URI target = serve(request -> {
            int number = crowd.numberOf(UUID.fromString(request.getHeader("X-Webhook-Id")));
            switch (number % 3) {
                case 0 -> answer(request, 204);
                case 1 -> answer(request, 503);
                default -> request.connection().close();
            }
        });
        var tally = new Tally();
        try (var generator = new LoadGenerator(target, 4, PATIENCE)) {
            var signed = new SignedRequests(target, "key", "secret");
            generator
                    .openLoop(number -> signed.request(crowd, number), 2000, 300, tally)
                    .join();
        }
        assertThat(tally.accepted()).isEqualTo(100);
        assertThat(tally.errors()).containsOnly(entry("503", 100), entry("cut", 100));
    }

    @Test
    void shouldTellWhatARefusalSays() {
        URI target = serve(request -> {
            int number = crowd.numberOf(UUID.fromString(request.getHeader("X-Webhook-Id")));
            request.response().setStatusCode(number % 2 == 0 ? 200 : 503).end("said to " + number);
        });
        var said = new ConcurrentHashMap<Integer, String>();
        Outcomes outcomes = new Outcomes() {
            @Override
            public void answered(int number, int status, long nanos) {}

            @Override
            public void broken(int number, Broken how) {}

            @Override
            public void refused(int number, String body) {
                said.put(number, body);
            }
        };
        try (var generator = new LoadGenerator(target, 1, PATIENCE)) {
            var signed = new SignedRequests(target, "key", "secret");
            generator
                    .openLoop(number -> signed.request(crowd, number), 1000, 4, outcomes)
                    .join();
        }
        assertThat(said).containsOnly(Map.entry(1, "said to 1"), Map.entry(3, "said to 3"));
    }

    @Test
    void shouldTellWhenNobodyListens() throws IOException {
        var tally = new Tally();
        // A socket that does not listen refuses connections, and nobody else gets its port meanwhile.
        try (var bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI target = URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/hooks");
            tryToReach(target, tally);
        }
        assertThat(tally.errors()).containsOnly(entry("refused", 50));
    }

    private void tryToReach(URI target, Tally tally) {
        try (var generator = new LoadGenerator(target, 4, PATIENCE)) {
            var signed = new SignedRequests(target, "key", "secret");
            generator
                    .openLoop(number -> signed.request(crowd, number), 1000, 50, tally)
                    .join();
        }
    }

    @Test
    void shouldStopWhenTold() {
        URI target = serve(request -> answer(request, 204));
        var tally = new Tally();
        try (var generator = new LoadGenerator(target, 4, PATIENCE)) {
            var signed = new SignedRequests(target, "key", "secret");
            generator
                    .openLoop(number -> signed.request(crowd, number), 100, Integer.MAX_VALUE, tally)
                    .end();
        }
        assertThat(tally.accepted()).isEqualTo(requests.get());
    }

    private static Map.Entry<String, Integer> entry(String key, int value) {
        return Map.entry(key, value);
    }

    private List<byte[]> requests(URI target) {
        var signed = new SignedRequests(target, "key", "secret");
        return IntStream.range(0, COUNT)
                .mapToObj(number -> signed.request(crowd, number))
                .toList();
    }

    private Set<String> allIds() {
        var ids = new HashSet<String>();
        IntStream.range(0, COUNT).forEach(number -> Collections.addAll(ids, crowd.webhookId(number)));
        return ids;
    }

    private void answer(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end();
    }

    private URI serve(Consumer<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    requests.incrementAndGet();
                    received.add(request.getHeader("X-Webhook-Id"));
                    handler.accept(request);
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/hooks");
    }
}
