package dev.onstage.localstack.rolling;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many readers of one event stream, who come back as browsers do when it ends: after the time that it named last. They measure
 * how long they were without it, and remember what it showed last. Thread-safe.
 */
public final class StreamReaders implements AutoCloseable {

    private static final String WHO = "event stream";
    private static final int RETRY_MILLIS = 1_000;
    private static final int CONNECT_MILLIS = 5_000;

    /** A stream says something every 15 s, be it that it is alive. */
    private static final int SILENT_SECONDS = 45;

    private static final int OK = 200;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final HttpClient client;
    private final RequestOptions request;
    private final Mishaps mishaps;
    private final List<Reader> readers = new ArrayList<>();
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger comebacks = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile Instant latestComeback = Instant.MIN;
    private volatile boolean closed;

    /**
     * Begins.
     *
     * @param path of the stream
     * @param mishaps hears of every connection that failed, was cut or was answered otherwise than with the stream
     */
    public StreamReaders(URI base, String path, int count, Mishaps mishaps) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(count)
                .setKeepAlive(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(SILENT_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
        this.request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(base.getHost())
                .setPort(base.getPort())
                .setURI(path)
                .putHeader("Accept", "text/event-stream");
        this.mishaps = mishaps;
        for (int i = 0; i < count; i++) {
            readers.add(new Reader());
        }
        vertx.runOnContext(ignored -> readers.forEach(Reader::connect));
    }

    /** How many read at this moment. */
    public int reading() {
        return reading.get();
    }

    /** Whether none is without the stream. */
    public boolean allReading() {
        return reading() == readers.size();
    }

    /** How often one came back. */
    public int comebacks() {
        return comebacks.get();
    }

    /** When one came back last; long ago when none ever did. */
    public Instant latestComeback() {
        return latestComeback;
    }

    /** The longest time for which one was without it, of those who have come back. */
    public Duration longestGap() {
        return Duration.ofNanos(longestNanos.get());
    }

    /** Whether all of them have that text in what the stream showed them last. */
    public boolean allShow(String text) {
        var answer = new CompletableFuture<Boolean>();
        vertx.runOnContext(
                ignored -> answer.complete(readers.stream().allMatch(reader -> reader.shown.contains(text))));
        return answer.join();
    }

    /** One person; everything happens on the one event loop. */
    private final class Reader {

        private final EventLines lines = new EventLines();
        private @Nullable Visit visit;
        private long lostAt;
        private int retryMillis = RETRY_MILLIS;
        private String shown = "";

        private void connect() {
            if (!closed) {
                var next = new Visit(this);
                visit = next;
                next.begin();
            }
        }

        private void read(Buffer part) {
            if (lostAt != 0) {
                comebacks.incrementAndGet();
                longestNanos.accumulateAndGet(System.nanoTime() - lostAt, Math::max);
                latestComeback = Instant.now();
                lostAt = 0;
            }
            lines.read(part.toString());
            lines.retryMillis().ifPresent(millis -> retryMillis = millis);
            lines.data().ifPresent(data -> shown = data);
        }

        private void lost() {
            lines.clear();
            if (lostAt == 0) {
                lostAt = System.nanoTime();
            }
            if (!closed) {
                vertx.setTimer(retryMillis, ignored -> connect());
            }
        }
    }

    /** From one connection until its end, which may be told in more than one way and counts once. */
    private final class Visit {

        private final Reader reader;
        private boolean open;
        private boolean over;

        Visit(Reader reader) {
            this.reader = reader;
        }

        private void begin() {
            client.request(request)
                    .compose(HttpClientRequest::send)
                    .onSuccess(this::answered)
                    .onFailure(failure -> broken("did not begin: " + failure));
        }

        private void answered(HttpClientResponse response) {
            if (response.statusCode() != OK) {
                broken("was answered " + response.statusCode());
                return;
            }
            response.handler(this::read);
            response.endHandler(ended -> over());
            response.exceptionHandler(failure -> broken("was cut: " + failure));
        }

        private void read(Buffer part) {
            if (over) {
                return;
            }
            if (!open) {
                open = true;
                reading.incrementAndGet();
            }
            reader.read(part);
        }

        private void broken(String how) {
            if (!over && !closed) {
                mishaps.note(WHO, how);
            }
            over();
        }

        private void over() {
            if (over || reader.visit != this) {
                return;
            }
            over = true;
            if (open) {
                reading.decrementAndGet();
            }
            reader.lost();
        }
    }

    @Override
    public void close() {
        closed = true;
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failure -> null)
                .join();
    }
}
