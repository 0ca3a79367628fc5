package dev.onstage.localstack.gateway;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Refuses methods of which nobody has heard at the addresses of one service. Only the service knows what an address takes, so
 * it is asked for that with {@code OPTIONS}; of the request itself it gets nothing but the address.
 */
final class UnknownMethods implements Handler<HttpServerRequest> {

    private static final int NOT_FOUND = 404;

    private final OriginConnector connector;
    private final Refusals refusals;

    UnknownMethods(OriginConnector connector, Refusals refusals) {
        this.connector = connector;
        this.refusals = refusals;
    }

    @Override
    public void handle(HttpServerRequest request) {
        // Nothing of its body is taken before it is refused.
        request.pause();
        connector
                .connect()
                .compose(asked -> ask(asked, request.uri()))
                .map(UnknownMethods::problem)
                .otherwise(noAnswer -> GatewayProblem.unknownMethod())
                .onSuccess(problem -> refusals.send(request, problem));
    }

    private static Future<HttpClientResponse> ask(HttpClientRequest request, String uri) {
        return request.setMethod(HttpMethod.OPTIONS).setURI(uri).send();
    }

    private static GatewayProblem problem(HttpClientResponse answer) {
        List<String> allowed = answer.headers().getAll(HttpHeaders.ALLOW);
        if (!allowed.isEmpty()) {
            return GatewayProblem.methodNotAllowed(String.join(", ", allowed));
        }
        return answer.statusCode() == NOT_FOUND ? GatewayProblem.notFound() : GatewayProblem.unknownMethod();
    }
}
