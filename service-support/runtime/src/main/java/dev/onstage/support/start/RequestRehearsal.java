package dev.onstage.support.start;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Asks this instance for some of its addresses, as a visitor would: what is in front of every resource is used then, and the
 * readable refusals are. Which addresses is the service's to say; nothing is asked for where it says none, or has no fixed port.
 */
@ApplicationScoped
class RequestRehearsal implements Rehearsal {

    private static final int TIMES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String ANY_HOST = "0.0.0.0";

    private final Vertx vertx;
    private final List<String> paths;
    private final String host;
    private final int port;

    RequestRehearsal(
            Vertx vertx,
            @ConfigProperty(name = "onstage.rehearsals.paths") Optional<List<String>> paths,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = ANY_HOST) String host,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "0") int port) {
        this.vertx = vertx;
        this.paths = paths.orElse(List.of());
        this.host = host.equals(ANY_HOST) ? "127.0.0.1" : host;
        this.port = port;
    }

    @Override
    public void rehearse() {
        if (port == 0) {
            return;
        }
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(host)
                .setDefaultPort(port)
                .setConnectTimeout(Math.toIntExact(PATIENCE.toMillis())));
        try {
            for (int time = 0; time < TIMES; time++) {
                paths.forEach(path -> ask(client, path));
            }
        } finally {
            client.close();
        }
    }

    private static void ask(HttpClient client, String path) {
        client.request(HttpMethod.GET, path)
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::end)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
