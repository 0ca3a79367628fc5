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
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Tells every service which accounts have lost a role: through Kafka once, by the outbox, and through Redis for as long as an
 * access token could name it. The database notices each loss, whoever caused it; a role that was gained shows with the next
 * refresh and needs nothing here. Thousands may lose one at once, as by the end of an invite, so all that there are are told in one go.
 */
@ApplicationScoped
class LostRoles {

    private static final Logger LOG = Logger.getLogger(LostRoles.class);

    /** Of one transaction. */
    static final int BATCH = 500;

    /** Under way at one server. */
    private static final int AT_ONCE = 16;

    private static final String MILLIS_LEFT =
            "(extract(epoch from coalesce(roles_changed_at, now()) - now()) * 1000)::bigint + $1 as millis_left";

    private static final String RECENT = """
            select account_id, roles_version, %s
              from accounts
             where roles_changed_at > now() - $1 * interval '1 millisecond'
             order by roles_changed_at desc
            """.formatted(MILLIS_LEFT);

    /** What another replica is about to tell is left to it. */
    private static final String UNANNOUNCED = """
            update accounts set roles_announced = roles_version
             where account_id in (select account_id from accounts where roles_announced < roles_version
                                   order by account_id limit $2 for update skip locked)
            returning account_id, roles_version, coalesce(roles_changed_at, now()) as changed_at, %s
            """.formatted(MILLIS_LEFT);

    private final Pool pool;
    private final Outbox outbox;
    private final RevokedSessions revoked;
    private final Duration memory;
    private final Clock clock;

    LostRoles(Pool pool, Outbox outbox, RevokedSessions revoked, AccountConfig config) {
        this.pool = pool;
        this.outbox = outbox;
        this.revoked = revoked;
        this.memory = config.accessTokenLifetime().plus(RevokedSessions.LEEWAY);
        this.clock = Clock.systemUTC();
    }

    /** Tells of those that nobody was told of. Every replica may: an event is written by one of them. */
    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return Multi.createBy()
                .repeating()
                .uni(this::tellSome)
                .whilst(told -> told == BATCH)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Lost roles were not announced: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Redis may have lost them. Every replica may: the same key is written with the same end. */
    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tellAgain() {
        return pool.preparedQuery(RECENT)
                .execute(Tuple.of(memory.toMillis()))
                .chain(this::tellRedis)
                .onFailure()
                .invoke(failure -> LOG.debugf("Lost roles were not looked for: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Redis is told once it is certain; whether that works or not, Kafka will be. */
    private Uni<Integer> tellSome() {
        return pool.withTransaction(tx -> tx.preparedQuery(UNANNOUNCED)
                        .execute(Tuple.of(memory.toMillis(), BATCH))
                        .call(accounts -> announce(tx, accounts)))
                .call(this::tellRedis)
                .map(RowSet::size);
    }

    private Uni<Void> announce(SqlClient tx, RowSet<Row> accounts) {
        return Multi.createFrom()
                .iterable(accounts)
                .onItem()
                .transformToUni(account -> announce(tx, account))
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Until when goes by the clock of a service, as the tokens do: from here on none is issued with the earlier roles. */
    private Uni<Void> announce(SqlClient tx, Row account) {
        String accountId = account.getUUID("account_id").toString();
        return outbox.append(
                tx,
                accountId,
                new RolesChanged(
                        accountId,
                        account.getLong("roles_version"),
                        account.getOffsetDateTime("changed_at").toInstant(),
                        clock.instant().plus(memory)));
    }

    /** Never fails. */
    private Uni<Void> tellRedis(RowSet<Row> accounts) {
        return Multi.createFrom()
                .iterable(accounts)
                .onItem()
                .transformToUni(this::tell)
                .merge(AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Lost roles will be told to Redis later: %s", failure.getMessage()))
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
