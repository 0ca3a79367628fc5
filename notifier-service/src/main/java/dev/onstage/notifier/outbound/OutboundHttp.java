package dev.onstage.notifier.outbound;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges with one kind of receiver. The plain Vert.x client rather than a typed one, because the caller must know whether
 * a failed request was ever written: a connection that could not be had and an answer that never came are different ends.
 *
 * <p>Connections are not reused: a request written to one that the other side has just closed would be of unknown
 * outcome for no reason. Redirects are not followed. Nothing is traced and failures carry no address, since addresses are
 * secrets here.
 */
public final class OutboundHttp implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final HttpClient client;
    private final String receiver;
    private final Duration timeout;
    private final Duration longestToConnect;
    private final Duration longestToAnswer;

    /**
     * Makes a client of its own.
     *
     * @param receiver how failures call the other side
     * @param connectTimeout until a connection stands, and again for its TLS handshake
     * @param timeout between two parts of the answer, and about for the whole of it
     */
    public OutboundHttp(Vertx vertx, String receiver, Duration connectTimeout, Duration timeout) {
        this.receiver = receiver;
        this.timeout = timeout;
        this.longestToConnect = connectTimeout.multipliedBy(2);
        this.longestToAnswer = timeout.plusSeconds(1);
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
                .setSslHandshakeTimeout(connectTimeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(false)
                .setMaxPoolSize(64)
                .setMaxWaitQueueSize(0)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setVerifyHost(true));
    }

    /** How long a call may take. */
    public Duration longestCall() {
        return longestToConnect.plus(longestToAnswer);
    }

    /**
     * Makes one call.
     *
     * @param options where to and with which headers; redirects are switched off
     * @param body JSON, null for none
     * @return the answer, or a failure with {@link NotSentException} or {@link NoAnswerException}
     */
    public Uni<Answer> call(RequestOptions options, @Nullable String body) {
        return connected(options).flatMap(request -> Uni.createFrom()
                .completionStage(() -> send(request, body).toCompletionStage())
                .ifNoItem()
                .after(longestToAnswer)
                .fail()
                .onFailure()
                .transform(failure -> new NoAnswerException(receiver, failure)));
    }

    /** A name that is not found in time counts as not sent, too; what is connected after that is closed again. */
    private Uni<HttpClientRequest> connected(RequestOptions options) {
        return Uni.createFrom()
                .<HttpClientRequest>emitter(emitter -> {
                    AtomicBoolean isAwaited = new AtomicBoolean(true);
                    emitter.onTermination(() -> isAwaited.set(false));
                    client.request(options.setFollowRedirects(false))
                            .onSuccess(request -> {
                                if (isAwaited.get()) {
                                    emitter.complete(request);
                                } else {
                                    request.reset();
                                }
                            })
                            .onFailure(emitter::fail);
                })
                .ifNoItem()
                .after(longestToConnect)
                .fail()
                .onFailure()
                .transform(failure -> new NotSentException(receiver, failure));
    }

    private Future<Answer> send(HttpClientRequest request, @Nullable String body) {
        Future<HttpClientResponse> sent = body == null
                ? request.idleTimeout(timeout.toMillis()).send()
                : request.idleTimeout(timeout.toMillis())
                        .putHeader("Content-Type", "application/json")
                        .send(body);
        return sent.compose(response -> read(request, response));
    }

    private static Future<Answer> read(HttpClientRequest request, HttpClientResponse response) {
        Promise<Answer> answered = Promise.promise();
        Buffer text = Buffer.buffer();
        response.handler(part -> {
            if (text.length() + part.length() > MAX_ANSWER_BYTES) {
                answered.tryComplete(answer(response, text));
                request.connection().close();
            } else {
                text.appendBuffer(part);
            }
        });
        response.exceptionHandler(answered::tryFail);
        response.endHandler(ended -> answered.tryComplete(answer(response, text)));
        return answered.future();
    }

    private static Answer answer(HttpClientResponse response, Buffer text) {
        return new Answer(response.statusCode(), response.headers(), text.toString());
    }

    @Override
    public void close() {
        client.close();
    }
}
