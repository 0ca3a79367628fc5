package dev.onstage.streamcontrol.broadcast;

import dev.onstage.support.database.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Tells what an alert can be made of: whether a broadcast waits for too long. The same from every copy, at most 5 s old. */
@ApplicationScoped
class BroadcastMetrics {

    private static final Logger LOG = Logger.getLogger(BroadcastMetrics.class);

    private static final String STANDING = """
            SELECT count(*) FILTER (WHERE state IN ('LIVE', 'ENDING')) AS live,
                   coalesce(max(extract(epoch FROM clock_timestamp() - state_since))
                       FILTER (WHERE state IN ('STARTING', 'ENDING')), 0)::double precision AS waiting,
                   coalesce(max(extract(epoch FROM clock_timestamp() - stop_owed_since)), 0)::double precision AS owed
              FROM broadcasts
            """;

    private record Standing(double live, double waitingSeconds, double owedSeconds) {

        /** It could not be measured. */
        private static final Standing UNKNOWN = new Standing(Double.NaN, Double.NaN, Double.NaN);
    }

    private final Pool pool;
    private final Figures figures = new Figures();
    private volatile Standing standing = Standing.UNKNOWN;

    BroadcastMetrics(Pool pool) {
        this.pool = pool;
    }

    void register(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("broadcasts.live", () -> standing.live())
                .description("Channels that viewers see live")
                .register(metrics);
        Gauge.builder("broadcasts.waiting.seconds", () -> standing.waitingSeconds())
                .description("How long the broadcast that has been starting or ending for the longest has been")
                .register(metrics);
        Gauge.builder("broadcasts.stop.owed.seconds", () -> standing.owedSeconds())
                .description(
                        "How long GetStream has owed us the confirmation of a stop, of the channel that waits the longest")
                .register(metrics);
    }

    @Scheduled(every = "5s", delayed = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return figures.read(() -> pool.query(STANDING).execute())
                .invoke(rows -> standing = read(rows.iterator().next()))
                .onFailure()
                .invoke(this::unknown)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** What was measured long ago would look like all is well. */
    private void unknown(Throwable failure) {
        standing = Standing.UNKNOWN;
        LOG.debugf("Broadcasts were not measured: %s", failure);
    }

    private static Standing read(Row row) {
        return new Standing(
                row.getLong("live"), Math.max(0, row.getDouble("waiting")), Math.max(0, row.getDouble("owed")));
    }
}
