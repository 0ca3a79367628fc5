package dev.onstage.analytics.retention;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes and drops the partitions of the {@link DayTable}s, in transactions of their own. */
@ApplicationScoped
public class DayPartitions {

    private record Day(DayTable table, LocalDate day) {}

    private final Pool pool;
    private final PartitionRepository repository;
    private final Set<Day> known = ConcurrentHashMap.newKeySet();

    DayPartitions(Pool pool, PartitionRepository repository) {
        this.pool = pool;
        this.repository = repository;
    }

    /**
     * Sees to it that rows of these days can be stored, except of days that were dropped: those the database refuses. Costs
     * nothing for days asked for before.
     */
    public Uni<Void> ensure(DayTable table, Collection<LocalDate> days) {
        return Uni.createFrom().deferred(() -> {
            List<LocalDate> unknown = days.stream()
                    .distinct()
                    .filter(day -> !known.contains(new Day(table, day)))
                    .toList();
            if (unknown.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return pool.withTransaction(tx -> createMissing(tx, table, unknown))
                    .invoke(() -> unknown.forEach(day -> known.add(new Day(table, day))));
        });
    }

    private Uni<Void> createMissing(SqlConnection tx, DayTable table, List<LocalDate> days) {
        return repository
                .lock(tx)
                .chain(() -> repository.missing(tx, table, days))
                .onItem()
                .transformToMulti(missing -> Multi.createFrom().iterable(missing))
                .onItem()
                .transformToUniAndConcatenate(day -> repository.create(tx, table, day))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Drops every day before this one, each in a transaction; answers how many there were. */
    Uni<Integer> dropBefore(DayTable table, LocalDate keptFrom) {
        return repository
                .before(pool, table, keptFrom)
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(days))
                .onItem()
                .transformToUniAndConcatenate(day -> pool.withTransaction(tx -> drop(tx, table, day)))
                .filter(dropped -> dropped)
                .collect()
                .asList()
                .map(List::size);
    }

    private Uni<Boolean> drop(SqlConnection tx, DayTable table, LocalDate day) {
        return repository.lock(tx).chain(() -> repository.drop(tx, table, day));
    }
}
