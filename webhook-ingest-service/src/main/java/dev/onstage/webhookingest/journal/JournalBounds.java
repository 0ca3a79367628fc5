package dev.onstage.webhookingest.journal;

import dev.onstage.support.lease.LeaseToken;
import dev.onstage.webhookingest.journal.PartitionRepository.Survey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Drops what is too old and what there is no room for. */
@ApplicationScoped
class JournalBounds {
    private static final Logger LOG = Logger.getLogger(JournalBounds.class);

    private final Pool pool;
    private final PartitionRepository repository;
    private final PartitionService partitions;
    private final JournalConfig config;
    private final Counter crowdedOut;
    private final AtomicLong bytes = new AtomicLong();

    JournalBounds(
            Pool pool,
            PartitionRepository repository,
            PartitionService partitions,
            JournalConfig config,
            MeterRegistry metrics) {
        this.pool = pool;
        this.repository = repository;
        this.partitions = partitions;
        this.config = config;
        this.crowdedOut = metrics.counter("webhook.journal.partitions.crowded.out");
        Gauge.builder("webhook.journal.bytes", bytes, Number::doubleValue)
                .description("Size of the journal with its indexes")
                .register(metrics);
    }

    /** Brings the journal back within its bounds, unless the lease is lost meanwhile. */
    Uni<Void> keep(LeaseToken lease) {
        return repository.survey(pool).chain(survey -> keep(lease, survey));
    }

    private Uni<Void> keep(LeaseToken lease, Survey survey) {
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
}
