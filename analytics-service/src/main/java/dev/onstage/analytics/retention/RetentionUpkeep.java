package dev.onstage.analytics.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Makes the partitions of today and tomorrow ahead of what they are for, and drops those that are over. Every instance does;
 * they take turns, and a day is dropped once.
 */
@ApplicationScoped
public class RetentionUpkeep {

    private static final Logger LOG = Logger.getLogger(RetentionUpkeep.class);

    private final DayPartitions partitions;
    private final Retention retention;
    private final MeterRegistry metrics;

    RetentionUpkeep(DayPartitions partitions, Retention retention, MeterRegistry metrics) {
        this.partitions = partitions;
        this.retention = retention;
        this.metrics = metrics;
        Stream.of(DayTable.values()).forEach(this::dropped);
    }

    private Counter dropped(DayTable table) {
        return metrics.counter("analytics.days.dropped", "table", table.tableName());
    }

    /** Does what is due; a failure is told and left to the next time. */
    @Scheduled(every = "{onstage.retention.upkeep-every:60s}", concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> upkeep() {
        return Multi.createFrom()
                .items(DayTable.values())
                .onItem()
                .transformToUniAndConcatenate(this::upkeep)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> upkeep(DayTable table) {
        LocalDate today = retention.today();
        return partitions
                .ensure(table, List.of(today, today.plusDays(1)))
                .chain(() -> partitions.dropBefore(table, retention.keptFrom(table)))
                .invoke(dropped -> count(table, dropped))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "The upkeep of %s is left to the next time: %s", table.tableName(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private void count(DayTable table, int dropped) {
        if (dropped > 0) {
            dropped(table).increment(dropped);
            LOG.infof("Dropped %d days of %s", dropped, table.tableName());
        }
    }
}
