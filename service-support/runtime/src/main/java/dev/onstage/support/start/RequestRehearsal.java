package dev.onstage.support.start;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Asks this instance for some of its addresses, as a visitor would: what is in front of every resource is used then, and the
 * readable refusals are. Which addresses is the service's to say; nothing is asked for where it says none.
 */
@ApplicationScoped
class RequestRehearsal implements Rehearsal {

    private static final Logger LOG = Logger.getLogger(RequestRehearsal.class);
    private static final int TIMES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final List<String> paths;

    RequestRehearsal(Vertx vertx, @ConfigProperty(name = "onstage.rehearsals.paths") Optional<List<String>> paths) {
        this.vertx = vertx;
        this.paths = paths.orElse(List.of());
    }

    @Override
    public void rehearse(URI self) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(self.getHost())
                .setDefaultPort(self.getPort())
                .setConnectTimeout(Math.toIntExact(PATIENCE.toMillis())));
        try {
            for (int time = 0; time < TIMES; time++) {
                paths.forEach(path -> ask(client, path));
            }
        } finally {
            client.close();
        }
    }

    /** The beginning of the answer is enough: a stream would never end. */
    private static void ask(HttpClient client, String path) {
        int unused = client.request(HttpMethod.GET, path)
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    LOG.debugf(failure, "%s was not answered", path);
                    return 0;
                })
                .join();
    }
}
