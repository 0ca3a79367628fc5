package dev.onstage.support.audit;

import dev.onstage.events.AuditEntry;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** Tells stream-control, which keeps the trail. While too much waits for Kafka, no command is begun. */
@DefaultBean
@ApplicationScoped
class OutboxAudit implements AuditSink {

    private static final int MOST_WAITING = 20_000;

    private final Instance<Pool> pool;
    private final Outbox outbox;

    OutboxAudit(Instance<Pool> pool, Outbox outbox) {
        this.pool = pool;
        this.outbox = outbox;
    }

    @Override
    public Uni<Void> write(AuditEntry entry) {
        return pool.get().withTransaction(tx -> room(tx, entry)
                .chain(() -> outbox.append(tx, entry.entryId().toString(), entry)));
    }

    /** What has begun is always told how it ended. */
    private Uni<Void> room(SqlClient tx, AuditEntry entry) {
        if (!entry.outcome().equals("begun")) {
            return Uni.createFrom().voidItem();
        }
        return outbox.holds(tx, MOST_WAITING)
                .onItem()
                .invoke(full -> {
                    if (full) {
                        throw new ProblemException(ProblemType.OVERLOADED, "Too many events wait for Kafka.")
                                .fix("Nothing was changed. Try again when Kafka answers.");
                    }
                })
                .replaceWithVoid();
    }
}
