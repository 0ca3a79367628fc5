package dev.onstage.support.audit;

import dev.onstage.events.AuditEntry;
import dev.onstage.support.outbox.Outbox;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Tells stream-control, which keeps the trail. */
@DefaultBean
@ApplicationScoped
class OutboxAudit implements AuditSink {

    private final Instance<Pool> pool;
    private final Outbox outbox;

    OutboxAudit(Instance<Pool> pool, Outbox outbox) {
        this.pool = pool;
        this.outbox = outbox;
    }

    @Override
    public Uni<Void> write(AuditEntry entry) {
        return pool.get()
                .withTransaction(tx -> outbox.append(tx, entry.entryId().toString(), entry));
    }
}
