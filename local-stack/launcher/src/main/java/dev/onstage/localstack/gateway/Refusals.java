package dev.onstage.localstack.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** Answers with a problem and hangs up: what follows on the connection may not be what it looks like. */
final class Refusals {

    /** A client that is still sending sees the answer only when its bytes are taken for a moment. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final ClientConnections connections;

    Refusals(Vertx vertx, ClientConnections connections) {
        this.vertx = vertx;
        this.connections = connections;
    }

    void send(HttpServerRequest request, GatewayProblem problem) {
        HttpServerResponse response = request.response();
        problem.headers().forEach(response::putHeader);
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        connections.refuse(request.connection());
        response.end(problem.body(String.valueOf(request.path()))).onComplete(sent -> close(request));
    }

    /** The answer of this request is the last one on its connection, and says so. */
    void hangUpAfterAnswer(HttpServerRequest request) {
        connections.refuse(request.connection());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).endHandler(sent -> close(request));
    }

    /** Closes the connection once the client has stopped sending, or shortly. */
    private void close(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        if (request.isEnded()) {
            connection.close();
            return;
        }
        long timer = vertx.setTimer(LINGER.toMillis(), late -> connection.close());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(ended -> {
            vertx.cancelTimer(timer);
            connection.close();
        });
        request.handler(rest -> {});
        request.resume();
    }
}
