package dev.onstage.webhookingest.journal;

import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import dev.onstage.webhookingest.journal.PartitionRepository.Survey;
import dev.onstage.webhookingest.storage.StorageReady;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the journal within its bounds of time and bytes: one instance at a time, every few seconds. */
@ApplicationScoped
class JournalUpkeep {
    private static final Logger LOG = Logger.getLogger(JournalUpkeep.class);
    private static final String LEASE = "journal-upkeep";
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    private static final String FORGET_COUNTS =
            "DELETE FROM webhook_delivery_counts WHERE bucket < clock_timestamp() - make_interval(secs => $1)";
    private static final String FORGET_AUDIT =
            "DELETE FROM journal_audit WHERE at < clock_timestamp() - make_interval(secs => $1)";

    private final StorageReady storage;
    private final Pool pool;
    private final Leases leases;
    private final PartitionRepository repository;
    private final PartitionService partitions;
    private final JournalConfig config;
    private final Counter crowdedOut;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<@Nullable LeaseToken> held = new AtomicReference<>();

    JournalUpkeep(
            StorageReady storage,
            Pool pool,
            Leases leases,
            PartitionRepository repository,
            PartitionService partitions,
            JournalConfig config,
            MeterRegistry metrics) {
        this.storage = storage;
        this.pool = pool;
        this.leases = leases;
        this.repository = repository;
        this.partitions = partitions;
        this.config = config;
        this.crowdedOut = metrics.counter("webhook.journal.partitions.crowded.out");
        metrics.gauge("webhook.journal.bytes", bytes);
    }

    /** Does what is due; a failure is told and left to the next time. */
    @Scheduled(every = "{onstage.journal.upkeep-every:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> upkeep() {
        if (!storage.isReady()) {
            return Uni.createFrom().voidItem();
        }
        return holdLease()
                .chain(lease ->
                        lease.map(this::work).orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(failure -> LOG.warnf("The upkeep of the journal is left to the next time: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Optional<LeaseToken>> holdLease() {
        LeaseToken lease = held.get();
        if (lease == null) {
            return acquireLease();
        }
        return leases.renew(lease, config.upkeepLease())
                .chain(renewed -> renewed ? Uni.createFrom().item(Optional.of(lease)) : acquireLease());
    }

    private Uni<Optional<LeaseToken>> acquireLease() {
        return leases.acquire(LEASE, config.upkeepLease()).invoke(acquired -> held.set(acquired.orElse(null)));
    }

    private Uni<Void> work(LeaseToken lease) {
        return repository
                .now(pool)
                .chain(now -> partitions.ensure(ahead(now)))
                .chain(() -> repository.survey(pool))
                .chain(survey -> keepWithinBounds(lease, survey))
                .chain(() -> forget(FORGET_COUNTS, config.retention()))
                .chain(() -> forget(FORGET_AUDIT, config.auditRetention()));
    }

    private static List<LocalDate> ahead(Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        return List.of(today, today.plusDays(1));
    }

    private Uni<Void> keepWithinBounds(LeaseToken lease, Survey survey) {
        bytes.set(
                survey.partitions().stream().mapToLong(JournalPartition::bytes).sum());
        RetentionPlan plan = RetentionPlan.of(
                survey.partitions(),
                survey.at(),
                config.retention(),
                config.maxBytes().asLongValue());
        return drop(lease, plan.expired(), "its deliveries are older than is kept")
                .chain(() -> drop(lease, plan.crowdedOut(), "the journal reached its bound of bytes"))
                .invoke(() -> crowdedOut.increment(plan.crowdedOut().size()))
                .chain(() -> cut(lease, plan))
                .chain(() -> repository.shedBodies(pool, plan.shedBodies()))
                .invoke(news -> tell(news, plan.shedBodies()))
                .replaceWithVoid();
    }

    private Uni<Void> drop(LeaseToken lease, List<JournalPartition> toDrop, String reason) {
        if (toDrop.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return partitions
                .drop(lease, toDrop)
                .invoke(() -> toDrop.forEach(partition -> LOG.warnf(
                        "Dropped the journal from %s to %s (%d bytes): %s",
                        partition.from(), partition.before(), partition.bytes(), reason)));
    }

    private Uni<Void> cut(LeaseToken lease, RetentionPlan plan) {
        return plan.toCut().map(partition -> partitions.cut(lease, partition)).orElseGet(() -> Uni.createFrom()
                .voidItem());
    }

    private static void tell(boolean news, boolean shedBodies) {
        if (news && shedBodies) {
            LOG.warn("The journal is full: bodies of presence and chat are not stored for the time being");
        } else if (news) {
            LOG.info("The journal has room for all bodies again");
        }
    }

    private Uni<Void> forget(String statement, Duration olderThan) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of((double) olderThan.toSeconds()))
                .replaceWithVoid();
    }

    /** Gives the lease back, so that another instance goes on at once. */
    void stop(@Observes ShutdownEvent event) {
        LeaseToken lease = held.getAndSet(null);
        if (lease != null) {
            leases.release(lease).onFailure().recoverWithNull().await().atMost(STOP_PATIENCE);
        }
    }
}
