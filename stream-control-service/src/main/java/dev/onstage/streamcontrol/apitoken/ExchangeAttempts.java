package dev.onstage.streamcontrol.apitoken;

import dev.onstage.streamcontrol.account.AttemptWaits;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Makes whoever sends wrong API tokens wait: five of one network are free, and after each further one it waits twice as long, up
 * to a quarter of an hour. An hour without a wrong one forgets them. Counted in PostgreSQL, for all copies. To be refused does not
 * prolong it. Of more networks than anybody has, those that are quiet longest are forgotten.
 */
@ApplicationScoped
class ExchangeAttempts {

    private static final String SECONDS_LEFT = """
            select greatest(1, ceil(extract(epoch from wait_until - now())))::bigint
              from api_token_attempts where source = $1 and wait_until > now()
            """;

    private static final String COUNT = """
            insert into api_token_attempts as seen (source, failures, last_at, wait_until) values ($1, 1, now(), now())
            on conflict (source) do update
               set failures = case when seen.last_at > now() - interval '1 hour' then seen.failures + 1 else 1 end,
                   last_at = now()
            returning failures
            """;

    private static final String WAIT =
            "update api_token_attempts set wait_until = now() + $2 * interval '1 millisecond' where source = $1";

    private static final String FORGET = """
            delete from api_token_attempts
             where source in (select source from api_token_attempts where last_at < now() - interval '1 hour' limit $1)
            """;

    private static final String FORGET_BEYOND = """
            delete from api_token_attempts
             where last_at <= (select last_at from api_token_attempts order by last_at desc offset $1 limit 1)
            """;

    private static final int FORGOTTEN_AT_ONCE = 10_000;
    private static final int MOST_NETWORKS = 100_000;

    private final Pool pool;

    ExchangeAttempts(Pool pool) {
        this.pool = pool;
    }

    /** Fails with the problem {@code too-many-attempts} while this network has to wait. */
    Uni<Void> requireNoWait(String source) {
        return pool.preparedQuery(SECONDS_LEFT)
                .execute(Tuple.of(source))
                .invoke(rows -> rows.forEach(row -> {
                    throw tooMany(row.getLong(0));
                }))
                .replaceWithVoid();
    }

    /** A wrong one came from there. */
    Uni<Void> failed(String source) {
        return pool.withTransaction(tx -> tx.preparedQuery(COUNT)
                .execute(Tuple.of(source))
                .chain(seen -> makeWait(tx, source, seen.iterator().next().getInteger("failures"))));
    }

    /** The wait begins with the failure after the free ones. */
    private static Uni<Void> makeWait(SqlClient tx, String source, int failures) {
        return tx.preparedQuery(WAIT)
                .execute(Tuple.of(
                        source, AttemptWaits.FOR_LONG_SECRETS.before(failures).toMillis()))
                .replaceWithVoid();
    }

    private static ProblemException tooMany(long seconds) {
        return new ProblemException(ProblemType.TOO_MANY_ATTEMPTS, "Too many wrong API tokens came from here.")
                .fix("Wait " + seconds + " s, then try again.")
                .with(ProblemException.RETRY_AFTER_SECONDS, seconds);
    }

    /** Every copy may: a row goes only once. */
    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forgetOld() {
        return Uni.createFrom()
                .deferred(() -> pool.preparedQuery(FORGET).execute(Tuple.of(FORGOTTEN_AT_ONCE)))
                .repeat()
                .whilst(gone -> gone.rowCount() == FORGOTTEN_AT_ONCE)
                .collect()
                .last()
                .chain(() -> forgetBeyond(MOST_NETWORKS));
    }

    /** Keeps that many networks at most. */
    Uni<Void> forgetBeyond(int networks) {
        return pool.preparedQuery(FORGET_BEYOND).execute(Tuple.of(networks)).replaceWithVoid();
    }
}
