package dev.onstage.support.audit;

import dev.onstage.events.AuditEntry;
import io.smallrye.mutiny.Uni;

/** Where entries go. One with the same id takes the place of the earlier one. */
public interface AuditSink {
    /** Ends once the entry cannot be lost any more. */
    Uni<Void> write(AuditEntry entry);
}
