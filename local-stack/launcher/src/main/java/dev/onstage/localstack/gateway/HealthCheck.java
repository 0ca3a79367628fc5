package dev.onstage.localstack.gateway;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Asks every copy of a service that has several whether it is ready: a copy that is about to stop says so first. A copy that is suspended still accepts connections, so only
 * an answer counts. A lone copy is not asked: there is no other to turn to.
 */
final class HealthCheck {

    static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(900);

    private final HttpClient client;
    private final Collection<OriginPool> pools;

    HealthCheck(HttpClient client, Collection<OriginPool> pools) {
        this.client = client;
        this.pools = pools;
    }

    void run() {
        for (OriginPool pool : pools) {
            List<Origin> origins = pool.all();
            if (origins.size() == 1) {
                origins.get(0).healthy(true);
            } else {
                origins.forEach(this::check);
            }
        }
    }

    private void check(Origin origin) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(origin.endpoint().managementPort())
                .setURI("/q/health/ready")
                .setTimeout(ANSWER_WITHIN.toMillis());
        client.request(options)
                .compose(request -> request.send())
                .onSuccess(response -> origin.healthy(response.statusCode() == 200))
                .onFailure(failure -> origin.healthy(false));
    }
}
