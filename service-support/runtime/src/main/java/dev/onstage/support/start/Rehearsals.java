package dev.onstage.support.start;

import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
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
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Iterable<Rehearsal> all;
    private final long patienceNanos;
    private final long created = System.nanoTime();
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
            rehearse();
        }
    }

    /** Does them all, one after another; blocks. */
    void rehearse() {
        for (Rehearsal one : all) {
            try {
                one.rehearse();
            } catch (RuntimeException failure) {
                LOG.debugf(failure, "A rehearsal failed");
            }
        }
        over = true;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        boolean enough = over || System.nanoTime() - created >= patienceNanos;
        return Uni.createFrom()
                .item(HealthCheckResponse.named(NAME).status(enough).build());
    }
}
