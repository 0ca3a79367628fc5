package dev.onstage.support.start;

import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Ready once every {@link Rehearsal} is over, or has taken too long: requests are slow then, but nobody waits for them for ever.
 * Without this a copy that takes over from another one would be met by all of its requests while it is not yet able to answer
 * in time.
 */
@Readiness
@ApplicationScoped
class Rehearsals implements AsyncHealthCheck {

    private static final Logger LOG = Logger.getLogger(Rehearsals.class);
    private static final String NAME = "Rehearsed";
    private static final String ANY_HOST = "0.0.0.0";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Iterable<Rehearsal> all;
    private final long patienceNanos;
    private final long created = System.nanoTime();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean over;

    @Inject
    Rehearsals(
            @Any Instance<Rehearsal> all,
            @ConfigProperty(name = "onstage.rehearsals.enabled", defaultValue = "true") boolean enabled) {
        this(all, enabled ? PATIENCE : Duration.ZERO);
    }

    Rehearsals(Iterable<Rehearsal> all, Duration patience) {
        this.all = all;
        this.patienceNanos = patience.toNanos();
        this.over = patience.isZero();
    }

    void begin(@ObservesAsync HttpServerStart event) {
        if (!over) {
            HttpServerOptions server = event.options();
            String host = ANY_HOST.equals(server.getHost()) ? "127.0.0.1" : server.getHost();
            rehearse(URI.create("http://" + host + ":" + server.getPort()));
        }
    }

    /** Does them all, one after another; blocks. */
    void rehearse(URI self) {
        for (Rehearsal one : all) {
            try {
                one.rehearse(self);
            } catch (RuntimeException failure) {
                LOG.debugf(failure, "A rehearsal failed");
            }
        }
        over = true;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        boolean tooLong = !over && System.nanoTime() - created >= patienceNanos;
        if (tooLong && told.compareAndSet(false, true)) {
            LOG.warn("What requests need is not prepared yet: the first of them will be slow.");
        }
        boolean enough = over || tooLong;
        return Uni.createFrom()
                .item(HealthCheckResponse.named(NAME).status(enough).build());
    }
}
