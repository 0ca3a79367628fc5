package dev.onstage.notifier.outbound;

import dev.onstage.support.proxy.ProxyRefusal;
import dev.onstage.support.trouble.Trouble;
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
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
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
    private static final Logger LOG = Logger.getLogger(OutboundHttp.class);
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final HttpClient client;
    private final String receiver;
    private final Duration timeout;
    private final Duration longestToConnect;
    private final Duration longestToAnswer;
    private final Trouble withProxy = new Trouble();

    /**
     * Makes a client of its own.
     *
     * @param receiver how failures call the other side
     * @param connectTimeout until a connection stands, and again for its TLS handshake
     * @param timeout between two parts of the answer, and about for the whole of it
     */
    public OutboundHttp(Vertx vertx, String receiver, Duration connectTimeout, Duration timeout) {
        this(vertx, receiver, connectTimeout, timeout, new HttpClientOptions());
    }

    OutboundHttp(Vertx vertx, String receiver, Duration connectTimeout, Duration timeout, HttpClientOptions options) {
        this.receiver = receiver;
        this.timeout = timeout;
        this.longestToConnect = connectTimeout.multipliedBy(2);
        this.longestToAnswer = timeout.plusSeconds(1);
        this.client = vertx.createHttpClient(options.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
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
     * @param options where to, with which headers and through which proxy; redirects are switched off
     * @param body JSON, null for none
     * @return the answer, or a failure with {@link NotSentException} or {@link NoAnswerException}
     */
    public Uni<Answer> call(RequestOptions options, @Nullable String body) {
        boolean proxied = options.getProxyOptions() != null;
        return connected(options)
                .onFailure()
                .transform(failure -> notSent(failure, proxied))
                .flatMap(request -> Uni.createFrom()
                        .completionStage(() -> send(request, body).toCompletionStage())
                        .ifNoItem()
                        .after(longestToAnswer)
                        .fail()
                        .onFailure()
                        .transform(failure -> new NoAnswerException(receiver, failure)))
                .invoke(answer -> refuseAnswerOfProxy(answer, options));
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
                .fail();
    }

    private NotSentException notSent(Throwable failure, boolean proxied) {
        return ProxyRefusal.of(failure)
                .map(this::refusedByProxy)
                .orElseGet(() ->
                        new NotSentException(proxied && isUnconnected(failure) ? "the proxy" : receiver, failure));
    }

    private static boolean isUnconnected(Throwable failure) {
        return failure instanceof ConnectException || failure instanceof UnknownHostException;
    }

    /** Of a receiver without TLS the proxy reads the request, and may answer in its place; with TLS no one else can. */
    private void refuseAnswerOfProxy(Answer answer, RequestOptions options) {
        if (options.getProxyOptions() == null) {
            return;
        }
        if (!Boolean.TRUE.equals(options.isSsl())) {
            ProxyRefusal.of(answer.status()).ifPresent(what -> {
                throw refusedByProxy(what);
            });
        }
        if (withProxy.ends()) {
            LOG.infof("The proxy lets calls to %s through again.", receiver);
        }
    }

    /** Said once for each time of trouble: each message that waits is tried again and again. */
    private NotSentException refusedByProxy(String what) {
        if (withProxy.begins()) {
            LOG.warnf("Calls to %s do not leave this network: %s", receiver, what);
        }
        return new NotSentException(what);
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
