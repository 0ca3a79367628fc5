package dev.onstage.streamcontrol.account;

import dev.onstage.events.RolesChanged;
import dev.onstage.support.access.RevokedSessions;
import dev.onstage.support.outbox.Outbox;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Tells every service which accounts have lost a role: through Kafka once, by the outbox, and through Redis for as long as an
 * access token could name it. The database notices each loss, whoever caused it; a role that was gained shows with the next
 * refresh and needs nothing here.
 */
@ApplicationScoped
class LostRoles {

    private static final Logger LOG = Logger.getLogger(LostRoles.class);

    private static final String RECENT = """
            select account_id, roles_version,
                   (extract(epoch from roles_changed_at - now()) * 1000)::bigint + $1 as millis_left
              from accounts
             where roles_changed_at > now() - $1 * interval '1 millisecond'
            """;

    /** What another replica is about to tell is left to it. */
    private static final String UNANNOUNCED = """
            update accounts set roles_announced = roles_version
             where account_id in (select account_id from accounts where roles_announced < roles_version
                                   order by account_id limit 100 for update skip locked)
            returning account_id, roles_version, coalesce(roles_changed_at, now()) as changed_at
            """;

    private final Pool pool;
    private final Outbox outbox;
    private final RevokedSessions revoked;
    private final Duration memory;

    LostRoles(Pool pool, Outbox outbox, RevokedSessions revoked, AccountConfig config) {
        this.pool = pool;
        this.outbox = outbox;
        this.revoked = revoked;
        this.memory = config.accessTokenLifetime().plus(RevokedSessions.LEEWAY);
    }

    /** Every replica may: an event is written by one of them, the same key with the same end by each. */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return announce()
                .chain(this::tellAll)
                .onFailure()
                .invoke(failure -> LOG.debugf("Lost roles were not told: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> announce() {
        return pool.withTransaction(tx -> tx.query(UNANNOUNCED)
                .execute()
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(account -> announce(tx, account))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> announce(SqlClient tx, Row account) {
        String accountId = account.getUUID("account_id").toString();
        Instant changedAt = account.getOffsetDateTime("changed_at").toInstant();
        return outbox.append(
                tx,
                accountId,
                new RolesChanged(accountId, account.getLong("roles_version"), changedAt, changedAt.plus(memory)));
    }

    private Uni<Void> tellAll() {
        return pool.preparedQuery(RECENT)
                .execute(Tuple.of(memory.toMillis()))
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(this::tell)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> tell(Row account) {
        return revoked.rolesChanged(
                account.getUUID("account_id").toString(),
                account.getLong("roles_version"),
                Duration.ofMillis(Math.max(1, account.getLong("millis_left"))));
    }
}
