package dev.onstage.webhookingest.journal;

import dev.onstage.support.copy.CopyName;
import dev.onstage.support.stop.LastWork;
import dev.onstage.webhookingest.receiving.RefusalCounts;
import dev.onstage.webhookingest.receiving.RefusalCounts.Refused;
import dev.onstage.webhookingest.storage.StorageReady;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Tells all copies what only this one knows: what it refused and how far its consumer is behind. One statement for each every two
 * seconds, however much was refused; what cannot be written is kept for the next time. A process that is killed takes two
 * seconds of counts with it.
 */
@ApplicationScoped
class CopyReport {
    private static final Logger LOG = Logger.getLogger(CopyReport.class);

    private final StorageReady storage;
    private final HealthRepository repository;
    private final RefusalCounts refusals;
    private final JournalLag lag;
    private final String copy;
    private volatile boolean behind;

    @Inject
    CopyReport(
            StorageReady storage, HealthRepository repository, RefusalCounts refusals, JournalLag lag, CopyName copy) {
        this(storage, repository, refusals, lag, copy.text());
    }

    CopyReport(StorageReady storage, HealthRepository repository, RefusalCounts refusals, JournalLag lag, String copy) {
        this.storage = storage;
        this.repository = repository;
        this.refusals = refusals;
        this.lag = lag;
        this.copy = copy;
    }

    /** Never fails. */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tell() {
        if (!storage.isReady()) {
            return Uni.createFrom().voidItem();
        }
        return tellRefusals()
                .chain(this::tellLag)
                .onFailure()
                .invoke(failure -> LOG.debugf("What this copy knows was not told to the others: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> tellRefusals() {
        List<Refused> counted = refusals.take();
        if (counted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return repository.addRefusals(counted).onFailure().invoke(() -> refusals.putBack(counted));
    }

    /** A copy that is up to date has nothing to tell. */
    private Uni<Void> tellLag() {
        Duration current = lag.current();
        boolean over = current.isZero();
        if (over && !behind) {
            return Uni.createFrom().voidItem();
        }
        return repository.tellLag(copy, current).invoke(() -> behind = !over);
    }

    /** What was counted since the last time; waits for a moment, not for a database that is away. */
    void stop(@Observes ShutdownEvent event) {
        LastWork.tryFor(tell());
    }
}
