package dev.onstage.webhookingest.journal;

import dev.onstage.support.lease.LeaseToken;
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
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes and removes partitions, each use in a transaction of its own. */
@ApplicationScoped
class PartitionService {
    private final Pool pool;
    private final PartitionRepository repository;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    PartitionService(Pool pool, PartitionRepository repository) {
        this.pool = pool;
        this.repository = repository;
    }

    /** Sees to it that there is a partition for each of these days; costs nothing for days asked for before. */
    Uni<Void> ensure(Collection<LocalDate> days) {
        return Uni.createFrom().deferred(() -> {
            List<LocalDate> unknown =
                    days.stream().filter(day -> !known.contains(day)).toList();
            if (unknown.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return pool.withTransaction(tx -> createMissing(tx, unknown)).invoke(() -> known.addAll(unknown));
        });
    }

    /** Forgets which days were asked for, after a partition turned out to be gone. */
    void forget() {
        known.clear();
    }

    private Uni<Void> createMissing(SqlConnection tx, List<LocalDate> days) {
        return repository
                .lock(tx)
                .chain(() -> repository.missing(tx, days))
                .chain(missing -> oneByOne(tx, missing, repository::create));
    }

    /** Drops these partitions together, unless the lease is lost. */
    Uni<Void> drop(LeaseToken lease, List<JournalPartition> partitions) {
        return underLease(lease, tx -> oneByOne(tx, partitions, repository::drop))
                .invoke(this::forget);
    }

    /** Has the partition end now and another begin, unless the lease is lost. */
    Uni<Void> cut(LeaseToken lease, JournalPartition partition) {
        return underLease(lease, tx -> repository.cut(tx, partition));
    }

    private Uni<Void> underLease(LeaseToken lease, Function<SqlConnection, Uni<Void>> work) {
        return pool.withTransaction(tx -> repository
                .lock(tx)
                .chain(() -> repository.isHeld(tx, lease))
                .chain(held -> held ? work.apply(tx) : Uni.createFrom().voidItem()));
    }

    private static <T> Uni<Void> oneByOne(
            SqlConnection tx, List<T> items, BiFunction<SqlConnection, T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> work.apply(tx, item))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
