package dev.onstage.streamcontrol.live;

import dev.onstage.streamcontrol.broadcast.BroadcastQuery;
import dev.onstage.support.start.Rehearsal;
import dev.onstage.support.stream.StreamConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Opens event streams of a channel until that is quick. A copy that takes over from another one gets all of its readers within a
 * few seconds, and code that has hardly run yet needs ten times as long for each of them. Where there is no channel yet there are
 * no readers either.
 */
@ApplicationScoped
class LiveRehearsal implements Rehearsal {

    private static final int OK = 200;
    private static final int MOST_AT_ONCE = 50;
    private static final int LEAST_ROUNDS = 4;
    private static final int MOST_ROUNDS = 40;
    private static final Duration QUICK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration CHANNEL_WITHIN = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Supplier<Uni<Set<String>>> channels;
    private final int atOnce;
    private final Duration patience;

    @Inject
    LiveRehearsal(Vertx vertx, BroadcastQuery broadcasts, StreamConfig streams) {
        // Those of the round before may not all have been noticed to be gone.
        this(vertx, broadcasts::findIds, Math.min(MOST_AT_ONCE, streams.perAddress() / 2), PATIENCE);
    }

    LiveRehearsal(Vertx vertx, Supplier<Uni<Set<String>>> channels, int atOnce, Duration patience) {
        this.vertx = vertx;
        this.channels = channels;
        this.atOnce = atOnce;
        this.patience = patience;
    }

    @Override
    public void rehearse(URI self) {
        Optional<String> channel =
                channels.get().await().atMost(CHANNEL_WITHIN).stream().findFirst();
        channel.ifPresent(channelId -> read(self, "/api/channels/" + channelId + "/live/events"));
    }

    private void read(URI self, String path) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(self.getHost())
                .setDefaultPort(self.getPort())
                .setMaxPoolSize(Math.max(1, atOnce))
                .setKeepAlive(false));
        try {
            long end = System.nanoTime() + patience.toNanos();
            for (int round = 1; round <= MOST_ROUNDS; round++) {
                long begin = System.nanoTime();
                boolean allBegan = readAtOnce(client, path, end - begin);
                long now = System.nanoTime();
                boolean quick = allBegan && round >= LEAST_ROUNDS && now - begin <= QUICK.toNanos();
                if (quick || now >= end) {
                    return;
                }
            }
        } finally {
            client.close();
        }
    }

    /** Whether all of them began in time. */
    private boolean readAtOnce(HttpClient client, String path, long patienceNanos) {
        List<Future<Void>> streams = IntStream.range(0, atOnce)
                .mapToObj(number -> readBeginning(client, path))
                .toList();
        return Future.join(streams)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(patienceNanos, TimeUnit.NANOSECONDS)
                .handle((began, failure) -> failure == null)
                .join();
    }

    /** Until the first bytes of the stream are there; then it is left. */
    private static Future<Void> readBeginning(HttpClient client, String path) {
        return client.request(HttpMethod.GET, path)
                .compose(HttpClientRequest::send)
                .compose(LiveRehearsal::awaitFirstBytes);
    }

    private static Future<Void> awaitFirstBytes(HttpClientResponse response) {
        Promise<Void> begun = Promise.promise();
        response.handler(bytes -> begun.tryComplete());
        response.exceptionHandler(begun::tryFail);
        response.endHandler(end -> begun.tryComplete());
        if (response.statusCode() != OK) {
            begun.tryFail("The stream was refused");
        }
        return begun.future().eventually(() -> response.request().connection().close());
    }
}
