package dev.onstage.support.outbox;

import dev.onstage.support.database.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Tells how much waits in the outbox and for how long, the same from every copy. */
@ApplicationScoped
class OutboxMetrics {

    private static final Logger LOG = Logger.getLogger(OutboxMetrics.class);

    private final boolean enabled;
    private final Supplier<Uni<Backlog>> reading;
    private final Figures figures = new Figures();
    private volatile Backlog backlog = Backlog.UNKNOWN;

    @Inject
    OutboxMetrics(OutboxConfig config, OutboxStore store) {
        this(config.enabled(), store::backlog);
    }

    OutboxMetrics(boolean enabled, Supplier<Uni<Backlog>> reading) {
        this.enabled = enabled;
        this.reading = reading;
    }

    void register(@Observes StartupEvent event, MeterRegistry metrics) {
        if (!enabled) {
            return;
        }
        Gauge.builder("outbox.depth", () -> backlog.depth())
                .description("Events that wait to be sent to Kafka, counted up to 100,000, at most 5 s ago")
                .register(metrics);
        Gauge.builder("outbox.age.seconds", () -> backlog.ageSeconds())
                .description("How long the oldest of them has been waiting, at most 5 s ago")
                .register(metrics);
    }

    /** What was measured long ago would look like all is well. */
    private void unknown(Throwable failure) {
        backlog = Backlog.UNKNOWN;
        LOG.debugf("The outbox was not measured: %s", failure);
    }

    @Scheduled(every = "5s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        if (!enabled) {
            return Uni.createFrom().voidItem();
        }
        return figures.read(reading)
                .invoke(measured -> backlog = measured)
                .onFailure()
                .invoke(this::unknown)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
