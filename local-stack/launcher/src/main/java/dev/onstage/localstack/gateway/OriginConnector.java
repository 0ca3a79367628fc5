package dev.onstage.localstack.gateway;

import dev.onstage.localstack.topology.ServiceKind;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Iterator;

/**
 * Connects to the copies of one service. Another copy is tried only when no connection could be made, so that nothing is sent
 * twice.
 */
final class OriginConnector {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final ServiceKind service;
    private final OriginPool pool;
    private final HttpClient client;

    OriginConnector(ServiceKind service, OriginPool pool, HttpClient client) {
        this.service = service;
        this.pool = pool;
        this.client = client;
    }

    /** A request that has yet to be written; it fails when nothing is answered for too long. */
    Future<HttpClientRequest> connect() {
        return connect(pool.candidates().iterator(), false);
    }

    /** The same for an answer that may be silent for as long as it likes. */
    Future<HttpClientRequest> connectToStream() {
        return connect(pool.candidates().iterator(), true);
    }

    private Future<HttpClientRequest> connect(Iterator<Origin> candidates, boolean stream) {
        if (!candidates.hasNext()) {
            return Future.failedFuture(new ConnectException("no copy of " + service.label()));
        }
        Origin origin = candidates.next();
        var options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(origin.endpoint().port());
        if (!stream) {
            options.setIdleTimeout(ANSWER_WITHIN.toMillis());
        }
        // A request that is given up says so through its answer, which never comes.
        Future<HttpClientRequest> connected =
                client.request(options).map(request -> request.exceptionHandler(givenUp -> {}));
        return candidates.hasNext()
                ? connected.recover(failure -> connect(candidates, stream))
                : connected.recover(failure ->
                        Future.failedFuture(new ConnectException("no copy of " + service.label() + " listens")));
    }
}
