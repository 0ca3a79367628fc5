package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.RevokedSessions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Tells every service which accounts have lost a role, through Redis, for as long as an access token could name it. The
 * database notices each loss, whoever caused it; a role that was gained shows with the next refresh and needs nothing here.
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

    private final Pool pool;
    private final RevokedSessions revoked;
    private final Duration memory;

    LostRoles(Pool pool, RevokedSessions revoked, AccountConfig config) {
        this.pool = pool;
        this.revoked = revoked;
        this.memory = config.accessTokenLifetime().plus(RevokedSessions.LEEWAY);
    }

    /** Every replica may: the same key is written with the same end. */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return pool.preparedQuery(RECENT)
                .execute(Tuple.of(memory.toMillis()))
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(this::tell)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Lost roles were not told: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> tell(Row account) {
        return revoked.rolesChanged(
                account.getUUID("account_id").toString(),
                account.getLong("roles_version"),
                Duration.ofMillis(Math.max(1, account.getLong("millis_left"))));
    }
}
