package dev.onstage.streamcontrol.invite;

import dev.onstage.streamcontrol.account.AttemptWaits;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Slows down whoever guesses codes. An attempt counts before its code is looked at, so many at once gain nothing; a code that is
 * good takes its own attempt back and no other, so that whoever has a good one gains no guesses by it. Counted in PostgreSQL, for
 * all copies, and forgotten after a quiet hour.
 */
@ApplicationScoped
class InviteAttempts {

    private static final String QUIET = "interval '1 hour'";

    private static final String LOOK = """
            insert into invite_attempts as seen (source, failures, next_at) values ($1, 0, now())
            on conflict (source) do update
               set failures = case when seen.last_at > now() - %s then seen.failures else 0 end
            returning failures, greatest(0, ceil(extract(epoch from next_at - now())))::bigint as seconds_left
            """.formatted(QUIET);

    private static final String COUNT = """
            update invite_attempts
               set failures = failures + 1, last_at = now(), next_at = now() + $2 * interval '1 millisecond'
             where source = $1
            """;

    private static final String TAKE_BACK = """
            update invite_attempts set failures = greatest(0, failures - 1), next_at = now() where source = $1
            """;

    private static final String FORGET = "delete from invite_attempts where last_at <= now() - " + QUIET;

    private final Pool pool;

    InviteAttempts(Pool pool) {
        this.pool = pool;
    }

    /** Counts an attempt, or refuses it. */
    Uni<Void> begin(String source) {
        return pool.withTransaction(tx -> tx.preparedQuery(LOOK)
                .execute(Tuple.of(source))
                .invoke(InviteAttempts::refuseWhileWaiting)
                .chain(seen -> count(tx, source, seen.iterator().next().getInteger("failures") + 1)));
    }

    /** The code was good. */
    Uni<Void> succeeded(String source) {
        return pool.preparedQuery(TAKE_BACK).execute(Tuple.of(source)).replaceWithVoid();
    }

    /** Every copy may: a row goes only once. */
    @Scheduled(every = "10m")
    Uni<Void> forgetOld() {
        return pool.query(FORGET).execute().replaceWithVoid();
    }

    private static Uni<Void> count(SqlClient tx, String source, int failures) {
        return tx.preparedQuery(COUNT)
                .execute(Tuple.of(
                        source,
                        AttemptWaits.FOR_LONG_SECRETS.before(failures + 1L).toMillis()))
                .replaceWithVoid();
    }

    private static void refuseWhileWaiting(RowSet<Row> seen) {
        long seconds = seen.iterator().next().getLong("seconds_left");
        if (seconds > 0) {
            throw new ProblemException(
                            ProblemType.TOO_MANY_ATTEMPTS, "Too many invites that are no good came from here.")
                    .fix("Wait %d s, then try again.".formatted(seconds))
                    .with(ProblemException.RETRY_AFTER_SECONDS, seconds);
        }
    }
}
