package dev.onstage.streamcontrol.audit;

import dev.onstage.events.AuditEntry;
import dev.onstage.support.audit.AuditSink;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The commands of this service go into the trail at once. */
@ApplicationScoped
class StoredAudit implements AuditSink {

    private final AuditRepository repository;

    StoredAudit(AuditRepository repository) {
        this.repository = repository;
    }

    @Override
    public Uni<Void> write(AuditEntry entry) {
        return repository.save(entry);
    }
}
