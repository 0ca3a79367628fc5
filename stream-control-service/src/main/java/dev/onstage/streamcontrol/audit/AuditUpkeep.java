package dev.onstage.streamcontrol.audit;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Removes entries that are too old, in batches. Every copy may: a row goes only once. */
@ApplicationScoped
class AuditUpkeep {

    private static final Logger LOG = Logger.getLogger(AuditUpkeep.class);
    static final int BATCH = 5000;

    private final AuditRepository repository;
    private final AuditConfig config;

    AuditUpkeep(AuditRepository repository, AuditConfig config) {
        this.repository = repository;
        this.config = config;
    }

    @Scheduled(every = "10m", delayed = "2m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return repository
                .forget(config.keep(), BATCH)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Old audit entries were not removed: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
