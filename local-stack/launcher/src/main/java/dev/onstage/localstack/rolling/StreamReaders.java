package dev.onstage.localstack.rolling;

import io.vertx.core.Future;
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
    private volatile Comebacks comebacks = Comebacks.NONE;
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

    /** How they came back until now. */
    public Comebacks comebacks() {
        return comebacks;
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
        private @Nullable Loss loss;
        private int retryMillis = RETRY_MILLIS;
        private String shown = "";

        private void connect() {
            if (!closed) {
                var next = new Visit(this);
                visit = next;
                next.begin();
            }
        }

        private void back(Visit visit) {
            Loss over = loss;
            if (over != null) {
                comebacks = comebacks.with(visit.endOf(over), RollingPart.GAP, Instant.now());
                loss = null;
            }
        }

        private void read(Buffer part) {
            lines.read(part.toString());
            lines.retryMillis().ifPresent(millis -> retryMillis = millis);
            lines.data().ifPresent(data -> shown = data);
        }

        private void lost() {
            lines.clear();
            loss = loss == null ? new Loss(Instant.now(), System.nanoTime(), 1) : loss.again();
            if (!closed) {
                vertx.setTimer(retryMillis, ignored -> connect());
            }
        }
    }

    /**
     * A reader has lost the stream.
     *
     * @param nanos the same moment by {@link System#nanoTime()}
     * @param attempts to get it again, begun or about to begin
     */
    private record Loss(Instant at, long nanos, int attempts) {

        Loss again() {
            return new Loss(at, nanos, attempts + 1);
        }
    }

    /** From one connection until its end, which may be told in more than one way and counts once. */
    private final class Visit {

        private final Reader reader;
        private final long begunNanos = System.nanoTime();
        private long connectedNanos;
        private long answeredNanos;
        private boolean open;
        private boolean over;

        Visit(Reader reader) {
            this.reader = reader;
        }

        private void begin() {
            client.request(request)
                    .compose(this::send)
                    .onSuccess(this::answered)
                    .onFailure(failure -> broken("did not begin: " + failure));
        }

        private Future<HttpClientResponse> send(HttpClientRequest connected) {
            connectedNanos = System.nanoTime();
            return connected.send();
        }

        private void answered(HttpClientResponse response) {
            answeredNanos = System.nanoTime();
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
                reader.back(this);
            }
            reader.read(part);
        }

        private Comeback endOf(Loss loss) {
            return new Comeback(
                    loss.at(),
                    loss.attempts(),
                    Duration.ofNanos(begunNanos - loss.nanos()),
                    Duration.ofNanos(connectedNanos - begunNanos),
                    Duration.ofNanos(answeredNanos - connectedNanos),
                    Duration.ofNanos(System.nanoTime() - answeredNanos));
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
