package dev.onstage.webhookingest.journal;

import dev.onstage.support.lease.HeldLease;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import dev.onstage.support.trouble.Trouble;
import dev.onstage.webhookingest.storage.StorageReady;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Keeps the journal within its bounds of time and bytes: one instance at a time, every few seconds. */
@ApplicationScoped
class JournalUpkeep {
    private static final Logger LOG = Logger.getLogger(JournalUpkeep.class);
    private static final String LEASE = "journal-upkeep";
    private static final String FORGET_COUNTS =
            "DELETE FROM webhook_delivery_counts WHERE bucket < clock_timestamp() - make_interval(secs => $1)";
    private static final String FORGET_AUDIT =
            "DELETE FROM journal_audit WHERE at < clock_timestamp() - make_interval(secs => $1)";
    private static final String FORGET_REFUSALS =
            "DELETE FROM webhook_refusal_counts WHERE minute < clock_timestamp() - make_interval(secs => $1)";
    private static final Duration REFUSALS_KEPT = Duration.ofDays(1);
    private static final String FORGET_LAGS =
            "DELETE FROM journal_lags WHERE told_at < clock_timestamp() - make_interval(secs => $1)";
    private static final Duration LAGS_KEPT = Duration.ofMinutes(1);

    private final BooleanSupplier ready;
    private final Pool pool;
    private final HeldLease lease;
    private final PartitionRepository repository;
    private final PartitionService partitions;
    private final JournalBounds bounds;
    private final JournalConfig config;
    private final Trouble trouble = new Trouble();

    @Inject
    JournalUpkeep(
            StorageReady storage,
            Pool pool,
            Leases leases,
            PartitionRepository repository,
            PartitionService partitions,
            JournalBounds bounds,
            JournalConfig config) {
        this(storage::isReady, pool, leases, repository, partitions, bounds, config);
    }

    JournalUpkeep(
            BooleanSupplier ready,
            Pool pool,
            Leases leases,
            PartitionRepository repository,
            PartitionService partitions,
            JournalBounds bounds,
            JournalConfig config) {
        this.ready = ready;
        this.pool = pool;
        this.lease = leases.held(LEASE, config.upkeepLease());
        this.repository = repository;
        this.partitions = partitions;
        this.bounds = bounds;
        this.config = config;
    }

    /** Does what is due; a failure is told and left to the next time. */
    @Scheduled(every = "{onstage.journal.upkeep-every:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> upkeep() {
        if (!ready.getAsBoolean()) {
            return Uni.createFrom().voidItem();
        }
        return lease.keep()
                .chain(held -> held.map(token -> work(token).invoke(this::done)).orElseGet(this::leftToAnother))
                .onFailure()
                .invoke(this::failed)
                .onFailure()
                .recoverWithNull();
    }

    /** What is wrong from here on is the other one's to tell. */
    private Uni<Void> leftToAnother() {
        if (trouble.ends()) {
            LOG.info("Another copy does the upkeep of the journal.");
        }
        return Uni.createFrom().voidItem();
    }

    private void done() {
        if (trouble.ends()) {
            LOG.info("The journal is kept within its bounds again.");
        }
    }

    private void failed(Throwable failure) {
        if (trouble.begins()) {
            LOG.warnf("The journal is not kept within its bounds; that is tried again and again: %s", failure);
        }
    }

    private Uni<Void> work(LeaseToken held) {
        return repository
                .now(pool)
                .chain(now -> partitions.ensure(ahead(now)))
                .chain(() -> bounds.keep(held))
                .chain(() -> forget(FORGET_COUNTS, config.retention()))
                .chain(() -> forget(FORGET_AUDIT, config.auditRetention()))
                .chain(() -> forget(FORGET_REFUSALS, REFUSALS_KEPT))
                .chain(() -> forget(FORGET_LAGS, LAGS_KEPT));
    }

    private static List<LocalDate> ahead(Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        return List.of(today, today.plusDays(1));
    }

    private Uni<Void> forget(String statement, Duration olderThan) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of((double) olderThan.toSeconds()))
                .replaceWithVoid();
    }

    /** Gives the lease back, so that another instance goes on at once. */
    void stop(@Observes ShutdownEvent event) {
        lease.giveBack();
    }
}
