package dev.onstage.simulator.getstream.hook;

import dev.onstage.simulator.getstream.hook.DeliveryLog.Attempt;
import dev.onstage.simulator.getstream.hook.RetryRules.Outcome;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries over kept-alive connections, many at a time and therefore in no promised order. Each receiver has
 * its own bound, so that one that hangs delays nobody else.
 */
public final class WebhookSender {

    private static final int CONNECTIONS = 64;
    private static final int IDLE_SECONDS = 10;

    private final Vertx vertx;
    private final HttpClient client;
    private final String apiKey;
    private final Signature signature;
    private final SimulatorClock clock;
    private final DeliveryLog log = new DeliveryLog();
    private final Map<String, Lane> lanes = new HashMap<>();
    private int pending;

    /** Sends in the name of the app with {@code apiKey}. */
    public WebhookSender(Vertx vertx, String apiKey, Signature signature, SimulatorClock clock) {
        this.vertx = vertx;
        this.apiKey = apiKey;
        this.signature = signature;
        this.clock = clock;
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAlive(true)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setConnectTimeout(Math.toIntExact(RetryRules.REQUEST_TIMEOUT.toMillis()));
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /**
     * One event on its way to one hook.
     *
     * @param id {@code X-Webhook-Id}, the same for all attempts
     * @param cid the call or channel it is about
     */
    record Delivery(
            String id,
            String type,
            @Nullable String cid,
            String hookId,
            String url,
            Buffer body,
            boolean gzip,
            boolean badSignature) {}

    /** What happened to the deliveries. */
    public DeliveryLog log() {
        return log;
    }

    /** Deliveries that are waiting, on their way or between two attempts. */
    public int pending() {
        return pending;
    }

    /** Sends after {@code delayMillis}; returns at once. */
    void send(Delivery delivery, long delayMillis) {
        pending++;
        if (delayMillis > 0) {
            vertx.setTimer(delayMillis, timer -> enqueue(delivery));
        } else {
            enqueue(delivery);
        }
    }

    private void enqueue(Delivery delivery) {
        lanes.computeIfAbsent(delivery.url(), url -> new Lane()).add(delivery);
    }

    private static final class Journey {
        private final long start = System.nanoTime();
        private int attempt;

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private final class Lane {
        private final Queue<Delivery> waiting = new ArrayDeque<>();
        private int sending;

        void add(Delivery delivery) {
            waiting.add(delivery);
            next();
        }

        private void next() {
            while (sending < CONNECTIONS) {
                Delivery delivery = waiting.poll();
                if (delivery == null) {
                    return;
                }
                sending++;
                attempt(delivery, new Journey());
            }
        }

        private void attempt(Delivery delivery, Journey journey) {
            journey.attempt++;
            post(delivery, journey.attempt, RetryRules.timeout(journey.elapsed()))
                    .onComplete(result -> {
                        Outcome outcome = result.succeeded() ? result.result() : Outcome.NETWORK_ERROR;
                        record(delivery, journey.attempt, outcome);
                        if (RetryRules.goesOn(journey.attempt, outcome, journey.elapsed())) {
                            vertx.setTimer(RetryRules.PAUSE.toMillis(), timer -> attempt(delivery, journey));
                        } else {
                            sending--;
                            pending--;
                            next();
                        }
                    });
        }
    }

    private void record(Delivery delivery, int attempt, Outcome outcome) {
        Integer status = outcome.kind() == RetryRules.Kind.ANSWERED ? outcome.status() : null;
        log.add(new Attempt(
                delivery.id(),
                delivery.type(),
                delivery.cid(),
                delivery.hookId(),
                attempt,
                status,
                outcome.kind().name(),
                null,
                clock.now()));
    }

    private Future<Outcome> post(Delivery delivery, int attempt, Duration timeout) {
        Promise<Outcome> outcome = Promise.promise();
        AtomicReference<@Nullable HttpClientRequest> sent = new AtomicReference<>();
        long timer = vertx.setTimer(timeout.toMillis(), expired -> {
            outcome.tryComplete(Outcome.TIMEOUT);
            HttpClientRequest request = sent.get();
            if (request != null) {
                request.reset();
            }
        });
        client.request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(delivery.url()))
                .compose(request -> {
                    sent.set(request);
                    return request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .putHeader("X-Api-Key", apiKey)
                            .putHeader("X-Signature", sign(delivery))
                            .putHeader("X-Webhook-Id", delivery.id())
                            .putHeader("X-Webhook-Attempt", String.valueOf(attempt))
                            .send(encode(delivery, request));
                })
                .compose(response -> response.end().map(Outcome.answered(response.statusCode())))
                .onSuccess(outcome::tryComplete)
                .onFailure(failure -> outcome.tryComplete(Outcome.NETWORK_ERROR))
                .onComplete(done -> vertx.cancelTimer(timer));
        return outcome.future();
    }

    private String sign(Delivery delivery) {
        String good = signature.of(delivery.body().getBytes());
        return delivery.badSignature() ? new StringBuilder(good).reverse().toString() : good;
    }

    private static Buffer encode(Delivery delivery, HttpClientRequest request) {
        if (!delivery.gzip()) {
            return delivery.body();
        }
        request.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(delivery.body().getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
