package dev.onstage.streamcontrol.account;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Predicate;

/**
 * Slows down whoever guesses passwords, without giving them a way to lock the owner out. Within a quarter of an hour:
 *
 * <ul>
 *   <li>ten attempts on one account from one source: guessing one password;
 *   <li>thirty attempts from one source: trying one password on many accounts;
 *   <li>a hundred attempts on one account from anywhere: guessing from many places. This one does not count where the owner
 *       has signed in from before, so they always get in from there.
 * </ul>
 *
 * <p>Attempts to guess the setup token are counted in the same way, by their source.
 *
 * <p>Further attempts are refused with {@link ProblemType#TOO_MANY_ATTEMPTS} and say when to come back; being refused does not
 * prolong it. An attempt counts before the password is looked at, so many at once gain nothing; a right password takes it
 * back. The answer is the same whether there is such an account or not. Counted in PostgreSQL, for all replicas.
 */
@ApplicationScoped
class SignInAttempts {

    static final int PER_SOURCE_AND_ACCOUNT = 10;
    static final int PER_SOURCE = 30;
    static final int PER_ACCOUNT = 100;

    /** Stands in the place of an account for the first run; no hash of an address looks like it. */
    private static final String SETUP = "setup";

    private static final String WINDOW = "interval '15 minutes'";

    private static final String COUNT = """
            insert into sign_in_attempts as seen (source, account, attempts) values ($1, $2, 1)
            on conflict (source, account) do update
               set attempts = case when seen.since > now() - %1$s then seen.attempts + 1 else 1 end,
                   since = case when seen.since > now() - %1$s then seen.since else now() end
            """.formatted(WINDOW);

    private static final String LOOK = """
            select coalesce(sum(attempts) filter (where source = $1 and account = $2), 0) as here,
                   coalesce(sum(attempts) filter (where source = $1), 0) as by_source,
                   coalesce(sum(attempts) filter (where account = $2), 0) as on_account,
                   ceil(extract(epoch from min(since) + %1$s - now()))::bigint as seconds_left,
                   exists (select from login_sessions join accounts using (account_id)
                            where email_key = $3 and source = $1) as at_home
              from sign_in_attempts
             where (source = $1 or account = $2) and since > now() - %1$s
            """.formatted(WINDOW);

    private static final String TAKE_BACK =
            "update sign_in_attempts set attempts = attempts - 1 where source = $1 and account = $2";

    private static final String FORGET_PAIR = "delete from sign_in_attempts where source = $1 and account = $2";

    private static final String FORGET_OLD = "delete from sign_in_attempts where since <= now() - " + WINDOW;

    private final Pool pool;

    SignInAttempts(Pool pool) {
        this.pool = pool;
    }

    /** Counts an attempt to sign in, or refuses it. */
    Uni<Void> begin(String source, EmailAddress email) {
        return count(
                source,
                account(email),
                email.key(),
                seen -> isTooManyFromHere(seen)
                        || (seen.getLong("on_account") > PER_ACCOUNT && !seen.getBoolean("at_home")),
                "Too many wrong passwords came from here, or for this account.");
    }

    /**
     * Counts an attempt to set the install up, or refuses it. Only by where it comes from: nobody can keep the owner from the
     * first run.
     */
    Uni<Void> beginSetup(String source) {
        return count(
                source, SETUP, SETUP, SignInAttempts::isTooManyFromHere, "Too many wrong setup tokens came from here.");
    }

    /** The setup token was right: nothing is held against this source. */
    Uni<Void> setupSucceeded(String source) {
        return pool.preparedQuery(FORGET_PAIR).execute(Tuple.of(source, SETUP)).replaceWithVoid();
    }

    private Uni<Void> count(String source, String account, String emailKey, Predicate<Row> isTooMany, String detail) {
        return pool.withTransaction(tx -> tx.preparedQuery(COUNT)
                .execute(Tuple.of(source, account))
                .chain(() -> tx.preparedQuery(LOOK).execute(Tuple.of(source, account, emailKey)))
                .invoke(rows -> refuseWhen(isTooMany, rows.iterator().next(), detail))
                .replaceWithVoid());
    }

    /** The password was right: nothing is held against this source on this account. */
    Uni<Void> succeeded(String source, EmailAddress email) {
        return pool.preparedQuery(FORGET_PAIR)
                .execute(Tuple.of(source, account(email)))
                .replaceWithVoid();
    }

    /** The password was never looked at: the attempt does not count. */
    Uni<Void> takeBack(String source, EmailAddress email) {
        return pool.preparedQuery(TAKE_BACK)
                .execute(Tuple.of(source, account(email)))
                .replaceWithVoid();
    }

    /** Every replica may: a row goes only once. */
    @Scheduled(every = "5m")
    Uni<Void> forgetOld() {
        return pool.query(FORGET_OLD).execute().replaceWithVoid();
    }

    /** Thrown within the transaction, which takes the count of this attempt back. */
    private static void refuseWhen(Predicate<Row> isTooMany, Row seen, String detail) {
        if (isTooMany.test(seen)) {
            long seconds = Math.max(1, seen.getLong("seconds_left"));
            throw new ProblemException(ProblemType.TOO_MANY_ATTEMPTS, detail)
                    .fix("Wait %d minutes, then try again.".formatted((seconds + 59) / 60))
                    .with(ProblemException.RETRY_AFTER_SECONDS, seconds);
        }
    }

    private static boolean isTooManyFromHere(Row seen) {
        return seen.getLong("here") > PER_SOURCE_AND_ACCOUNT || seen.getLong("by_source") > PER_SOURCE;
    }

    private static String account(EmailAddress email) {
        try {
            byte[] typed = email.key().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(typed), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
