package dev.onstage.streamcontrol.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRehearsalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int AT_ONCE = 7;
    private static final int ROUNDS = 4;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldReadTheBeginningOfManyStreamsAndLeaveThem() {
        URI self = serve(request -> request.response().setChunked(true).write("data: {}\n\n"));

        rehearsal(Set.of("main"), LONG).rehearse(self);

        assertThat(asked.get()).isGreaterThanOrEqualTo(ROUNDS * AT_ONCE);
        assertThat(elsewhere).hasValue(0);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(left.get()).isEqualTo(asked.get()));
    }

    @Test
    void shouldGoOnWhileItIsSlow() {
        URI self = serve(request -> vertx.setTimer(
                slow(), passed -> request.response().setChunked(true).write("data: {}\n\n")));

        rehearsal(Set.of("main"), LONG).rehearse(self);

        assertThat(asked.get()).isGreaterThan(2 * ROUNDS * AT_ONCE);
    }

    /** As code is that was compiled meanwhile: slow for eight rounds, quick afterwards. */
    private long slow() {
        return asked.get() <= 2 * ROUNDS * AT_ONCE ? 200 : 1;
    }

    @Test
    void shouldGoOnWhileItIsRefused() {
        URI self = serve(request -> request.response()
                .setStatusCode(asked.get() <= 2 * ROUNDS * AT_ONCE ? 503 : 200)
                .setChunked(true)
                .write("data: {}\n\n"));

        rehearsal(Set.of("main"), LONG).rehearse(self);

        assertThat(asked.get()).isGreaterThan(2 * ROUNDS * AT_ONCE);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(left.get()).isEqualTo(asked.get()));
    }

    @Test
    void shouldGiveUpWhenNothingComes() {
        URI self = serve(request -> {});

        rehearsal(Set.of("main"), Duration.ofSeconds(3)).rehearse(self);

        assertThat(asked).hasValue(AT_ONCE);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(left).hasValue(AT_ONCE));
    }

    @Test
    void shouldAskForNothingWhereThereIsNoChannel() {
        URI self = serve(request -> request.response().end());

        rehearsal(Set.of(), LONG).rehearse(self);

        assertThat(asked).hasValue(0);
    }

    private LiveRehearsal rehearsal(Set<String> channels, Duration patience) {
        return new LiveRehearsal(vertx, () -> Uni.createFrom().item(channels), AT_ONCE, patience);
    }

    private URI serve(Consumer<HttpServerRequest> answer) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    if (!request.path().equals("/api/channels/main/live/events")) {
                        elsewhere.incrementAndGet();
                    }
                    request.connection().closeHandler(closed -> left.incrementAndGet());
                    answer.accept(request);
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }
}
