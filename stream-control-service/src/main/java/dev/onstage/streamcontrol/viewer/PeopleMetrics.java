package dev.onstage.streamcontrol.viewer;

import dev.onstage.support.database.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Tells how long somebody who lost something may still have it at the provider. The same from every copy, at most 5 s old. */
@ApplicationScoped
class PeopleMetrics {

    private static final Logger LOG = Logger.getLogger(PeopleMetrics.class);

    private static final String OWED = """
            select coalesce(max(extract(epoch from clock_timestamp() - owed_since)), 0)::double precision
              from provider_people
             where next_at <= now() or attempts > 0
            """;

    private final Pool pool;
    private final Figures figures = new Figures();
    private volatile double owedSeconds = Double.NaN;

    PeopleMetrics(Pool pool) {
        this.pool = pool;
    }

    void register(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("people.news.owed.seconds", () -> owedSeconds)
                .description(
                        "How long the provider has not taken a change of who may do what, of the one that waits longest")
                .register(metrics);
    }

    @Scheduled(every = "5s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return figures.read(() -> pool.query(OWED).execute())
                .invoke(rows -> owedSeconds = Math.max(0, rows.iterator().next().getDouble(0)))
                .onFailure()
                .invoke(this::unknown)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void unknown(Throwable failure) {
        owedSeconds = Double.NaN;
        LOG.debugf("What the provider is owed was not measured: %s", failure);
    }
}
