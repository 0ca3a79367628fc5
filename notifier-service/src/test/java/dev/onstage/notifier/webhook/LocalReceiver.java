package dev.onstage.notifier.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Somebody's server on loopback: keeps what it gets and answers 204, unless it was told how to answer the next. */
public final class LocalReceiver implements AutoCloseable {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<HttpServerRequest>> answers = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    private LocalReceiver(Vertx vertx, String address) {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, address)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** A request, whole. */
    public record Received(String target, String host, String contentType, String userAgent, SignedMessage message) {}

    public static LocalReceiver start(Vertx vertx) {
        return at(vertx, "127.0.0.1");
    }

    static LocalReceiver at(Vertx vertx, String address) {
        return new LocalReceiver(vertx, address);
    }

    public int port() {
        return server.actualPort();
    }

    /** What came, in order, whatever was answered. */
    public List<Received> received() {
        return received;
    }

    public void answerNextWith(int status) {
        answers.add(request -> request.response().setStatusCode(status).end());
    }

    void answerNextWith(int status, String header, String value) {
        answers.add(request -> request.response()
                .setStatusCode(status)
                .putHeader(header, value)
                .end());
    }

    /** Takes the next request and says nothing. */
    public void hangUpOnNext() {
        answers.add(request -> request.connection().close());
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            received.add(read(request, body));
            Consumer<HttpServerRequest> answer = answers.poll();
            if (answer == null) {
                request.response().setStatusCode(204).end();
            } else {
                answer.accept(request);
            }
        });
    }

    private static Received read(HttpServerRequest request, Buffer body) {
        return new Received(
                request.uri(),
                header(request, "Host"),
                header(request, "Content-Type"),
                header(request, "User-Agent"),
                new SignedMessage(
                        header(request, "webhook-id"),
                        header(request, "webhook-timestamp"),
                        header(request, "webhook-signature"),
                        body));
    }

    private static String header(HttpServerRequest request, String name) {
        return Objects.requireNonNullElse(request.getHeader(name), "");
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
