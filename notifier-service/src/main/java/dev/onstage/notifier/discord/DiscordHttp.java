package dev.onstage.notifier.discord;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange with Discord. The plain Vert.x client rather than a typed one, because the caller must know whether a
 * failed request was ever written: a connection that could not be had and an answer that never came are different ends.
 *
 * <p>Connections are not reused: a request written to one that the other side has just closed would be of unknown
 * outcome for no reason. Redirects are not followed. Failures carry no address.
 */
@ApplicationScoped
class DiscordHttp {
    /** What Discord asks of automated callers; others may be blocked. */
    static final String USER_AGENT = "DiscordBot (https://onstage.dev, 1.0.0)";

    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final HttpClient client;
    private final URI base;
    private final Duration timeout;
    private final Duration longest;

    DiscordHttp(Vertx vertx, DiscordConfig config) {
        this.base = config.baseUrl();
        this.timeout = config.timeout();
        this.longest = config.connectTimeout().multipliedBy(2).plus(config.timeout());
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setSslHandshakeTimeout(config.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAlive(false)
                .setMaxPoolSize(64)
                .setMaxWaitQueueSize(0)
                .setVerifyHost(true));
    }

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param response for its headers
     * @param body the text, cut at 64 KiB
     */
    record Answer(int status, HttpClientResponse response, String body) {
        @Nullable String header(String name) {
            return response.getHeader(name);
        }
    }

    /** The request was never written. */
    static final class NotSentException extends RuntimeException {
        NotSentException(Throwable cause) {
            super("No connection to Discord: " + cause.getClass().getSimpleName(), null, false, false);
        }
    }

    /** The request was written, at least in part, and its answer never read. */
    static final class NoAnswerException extends RuntimeException {
        NoAnswerException(Throwable cause) {
            super("No answer from Discord: " + cause.getClass().getSimpleName(), null, false, false);
        }
    }

    /**
     * Calls Discord.
     *
     * @param path after the base, beginning with a slash
     * @param body JSON, null for none
     * @return the answer, or a failure with {@link NotSentException} or {@link NoAnswerException}
     */
    Uni<Answer> call(HttpMethod method, String path, @Nullable String body) {
        return Uni.createFrom()
                .completionStage(() -> exchange(method, path, body).toCompletionStage())
                .ifNoItem()
                .after(longest)
                .failWith(() -> new NoAnswerException(new TimeoutException()));
    }

    private Future<Answer> exchange(HttpMethod method, String path, @Nullable String body) {
        return client.request(options(method, path))
                .recover(failure -> Future.failedFuture(new NotSentException(failure)))
                .compose(request ->
                        send(request, body).recover(failure -> Future.failedFuture(new NoAnswerException(failure))));
    }

    private RequestOptions options(HttpMethod method, String path) {
        boolean tls = "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
        int defaultPort = tls ? 443 : 80;
        return new RequestOptions()
                .setMethod(method)
                .setSsl(tls)
                .setHost(base.getHost())
                .setPort(base.getPort() == -1 ? defaultPort : base.getPort())
                .setURI(base.getPath() + path)
                .setFollowRedirects(false)
                .putHeader("User-Agent", USER_AGENT)
                .putHeader("Accept", "application/json");
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
                answered.tryComplete(new Answer(response.statusCode(), response, text.toString()));
                request.connection().close();
            } else {
                text.appendBuffer(part);
            }
        });
        response.exceptionHandler(answered::tryFail);
        response.endHandler(
                ended -> answered.tryComplete(new Answer(response.statusCode(), response, text.toString())));
        return answered.future();
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
