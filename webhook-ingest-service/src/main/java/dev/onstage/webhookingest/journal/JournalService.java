package dev.onstage.webhookingest.journal;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.intake.PassingFailure;
import dev.onstage.webhookingest.journal.JournalRepository.Stored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Stores deliveries: a poll in one transaction, each delivery once however often it comes. */
@ApplicationScoped
class JournalService {
    private static final Logger LOG = Logger.getLogger(JournalService.class);

    private static final Duration FASTEST = Duration.ofMillis(1);
    private static final Duration SLOWEST = Duration.ofSeconds(10);

    /** Among ours only the choice of a partition can violate a check. */
    private static final String NO_PARTITION = "23514";

    private final Pool pool;
    private final JournalRepository repository;
    private final PartitionService partitions;
    private final Timer step;
    private final Counter bodiesDropped;
    private final Counter tooOld;
    private final AtomicBoolean dropping = new AtomicBoolean();

    JournalService(Pool pool, JournalRepository repository, PartitionService partitions, MeterRegistry metrics) {
        this.pool = pool;
        this.repository = repository;
        this.partitions = partitions;
        this.step = Timer.builder("webhook.step")
                .tag("step", "journal")
                .publishPercentileHistogram()
                .minimumExpectedValue(FASTEST)
                .maximumExpectedValue(SLOWEST)
                .register(metrics);
        this.bodiesDropped = metrics.counter("webhook.journal.bodies.dropped");
        this.tooOld = metrics.counter("webhook.journal.too.old");
    }

    /** Stores the entries that are not stored yet, in one transaction. */
    Uni<Void> store(List<JournalEntry> entries) {
        return partitions
                .ensure(days(entries))
                .chain(() -> write(entries))
                .invoke(stored -> CrashPoints.reached("journal.after-commit"))
                .invoke(this::count)
                .replaceWithVoid();
    }

    private Uni<Stored> write(List<JournalEntry> entries) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = Timer.start();
            return pool.withTransaction(tx ->
                            repository.insert(tx, entries).invoke(() -> CrashPoints.reached("journal.before-commit")))
                    .invoke(() -> sample.stop(step))
                    .onFailure(JournalService::lacksPartition)
                    .transform(this::partitionIsGone);
        });
    }

    /** What this instance knew of the partitions is outdated; trying again makes the missing one. */
    private Throwable partitionIsGone(Throwable failure) {
        partitions.forget();
        return new PartitionGoneException(failure);
    }

    private static boolean lacksPartition(Throwable failure) {
        return failure instanceof PgException refusal && NO_PARTITION.equals(refusal.getSqlState());
    }

    private void count(Stored stored) {
        bodiesDropped.increment((double) stored.withoutBody());
        tooOld.increment((double) stored.tooOld());
        if (stored.withoutBody() > 0) {
            if (dropping.compareAndSet(false, true)) {
                LOG.warn(
                        "The journal is behind or full: bodies of presence and chat are not stored until that is over");
            }
        } else if (stored.stored() > 0 && dropping.compareAndSet(true, false)) {
            LOG.info("The journal stores all bodies again");
        }
        if (stored.tooOld() > 0) {
            LOG.warnf("%d deliveries came too late for a journal that had to make room", stored.tooOld());
        }
    }

    private static Set<LocalDate> days(List<JournalEntry> entries) {
        return entries.stream()
                .map(entry -> entry.receivedAt().atZone(ZoneOffset.UTC).toLocalDate())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The next attempt makes the partition. */
    private static final class PartitionGoneException extends IllegalStateException implements PassingFailure {

        PartitionGoneException(Throwable cause) {
            super("A partition of the journal is gone", cause);
        }
    }
}
