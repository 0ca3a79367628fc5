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
import java.time.Duration;
import java.util.HexFormat;

/**
 * Slows down whoever guesses passwords, without giving them a way to lock the owner out. Free of any wait are
 *
 * <ul>
 *   <li>ten attempts on one account from one source: guessing one password;
 *   <li>thirty attempts from one source, of whatever kind: trying one password on many accounts. Where the owner has signed in from
 *       before, others in the same network have them wait for a minute at most;
 *   <li>a hundred attempts on one account from anywhere: guessing from many places. This one does not count where the owner
 *       has signed in from before, so they always get in from there.
 * </ul>
 *
 * <p>Each further one has to wait for longer than the one before ({@link AttemptWaits}), and all is forgotten two hours after the
 * last. In the same way are counted: guessing the setup token and one-time codes, by their source, and asking for mails, three to
 * one address from one source and ten from anywhere. Beginning to sign in, where nothing is shown yet, counts for itself alone.
 *
 * <p>Who does not wait is refused with {@link ProblemType#TOO_MANY_ATTEMPTS} and told when to come back; being refused does not
 * prolong it. An attempt counts before the password is looked at, so many at once gain nothing; a right password takes it
 * back. The answer is the same whether there is such an account or not. Counted in PostgreSQL, for all replicas.
 */
@ApplicationScoped
public class SignInAttempts {

    public static final int PER_SOURCE_AND_ACCOUNT = 10;

    public static final int BEGINNINGS_PER_SOURCE = 100;
    static final int PER_SOURCE = 30;
    static final int PER_ACCOUNT = 100;
    public static final int MAILS_PER_SOURCE_AND_ACCOUNT = 3;
    static final int MAILS_PER_ACCOUNT = 10;

    private static final Duration LONGEST = Duration.ofHours(1);

    /** Somebody else may be the reason. */
    private static final Duration LONGEST_OF_ACCOUNT = Duration.ofMinutes(15);

    private static final String MEMORY = "interval '2 hours'";

    private static final Duration SHORT = Duration.ofMinutes(1);

    private static final AttemptWaits BY_SOURCE = new AttemptWaits(PER_SOURCE, LONGEST);
    private static final AttemptWaits BY_SOURCE_AT_HOME = new AttemptWaits(PER_SOURCE, SHORT);

    /** No hash of an address looks like these, which stand in the place of an account. */
    private static final String SETUP = "setup";

    private static final String CODE = "code";
    private static final String BEGINNING = "beginning";
    private static final String MAIL = "mail:";

    /** Own attempts are counted before anything is looked at, so the row says when the one before was, too. */
    private static final String COUNT = """
            insert into sign_in_attempts as seen (source, account, attempts) values ($1, $2, 1)
            on conflict (source, account) do update
               set attempts = case when seen.last_at > now() - %1$s then seen.attempts + 1 else 1 end,
                   since = case when seen.last_at > now() - %1$s then seen.since else now() end,
                   before_at = case when seen.last_at > now() - %1$s then seen.last_at end,
                   last_at = now()
            """.formatted(MEMORY);

    private static final String LOOK = """
            with counted as (
                select source = $1 as is_here, account = $2 as is_account, account <> '%2$s' as shows_something, attempts,
                       extract(epoch from now() - case when source = $1 and account = $2 then before_at else last_at end)::float8 as age
                  from sign_in_attempts
                 where (source = $1 or account = $2) and last_at > now() - %1$s)
            select coalesce(sum(attempts) filter (where is_here and is_account), 0) as here,
                   min(age) filter (where is_here and is_account) as here_age,
                   coalesce(sum(attempts) filter (where is_here and shows_something), 0) as by_source,
                   min(age) filter (where is_here and shows_something) as by_source_age,
                   coalesce(sum(attempts) filter (where is_account), 0) as on_account,
                   min(age) filter (where is_account) as on_account_age,
                   exists (select from login_sessions join accounts using (account_id)
                            where email_key = $3 and source = $1) as at_home
              from counted
            """.formatted(MEMORY, BEGINNING);

    private static final String TAKE_BACK = """
            update sign_in_attempts set attempts = attempts - 1, last_at = coalesce(before_at, last_at)
             where source = $1 and account = $2
            """;

    private static final String FORGET_PAIR = "delete from sign_in_attempts where source = $1 and account = $2";

    private static final String FORGET_OLD = "delete from sign_in_attempts where last_at <= now() - " + MEMORY;

    private final Pool pool;

    SignInAttempts(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is counted alike.
     *
     * @param here of one source on one account
     * @param onAccount of all sources on one account
     * @param atHomeToo whether the latter counts where the owner has signed in from, too
     * @param isAlone whether nothing else that the source does counts
     * @param detail what a refusal says
     */
    private record Kind(AttemptWaits here, AttemptWaits onAccount, boolean atHomeToo, boolean isAlone, String detail) {

        /** Of which each source is counted for itself. */
        static Kind ofSource(AttemptWaits here, boolean isAlone, String detail) {
            return new Kind(here, new AttemptWaits(Integer.MAX_VALUE, LONGEST), true, isAlone, detail);
        }

        static Kind ofSource(String detail) {
            return ofSource(new AttemptWaits(PER_SOURCE_AND_ACCOUNT, LONGEST), false, detail);
        }

        long secondsLeft(Row seen) {
            boolean atHome = seen.getBoolean("at_home");
            long left = secondsLeft(here, seen, "here");
            if (!isAlone) {
                AttemptWaits bySource = atHome ? BY_SOURCE_AT_HOME : BY_SOURCE;
                left = Math.max(left, secondsLeft(bySource, seen, "by_source"));
            }
            return atHome && !atHomeToo ? left : Math.max(left, secondsLeft(onAccount, seen, "on_account"));
        }

        private static long secondsLeft(AttemptWaits waits, Row seen, String column) {
            Double age = seen.getDouble(column + "_age");
            return age == null ? 0 : waits.secondsLeft(seen.getLong(column), age);
        }
    }

    private static final Kind PASSWORDS = new Kind(
            new AttemptWaits(PER_SOURCE_AND_ACCOUNT, LONGEST),
            new AttemptWaits(PER_ACCOUNT, LONGEST_OF_ACCOUNT),
            false,
            false,
            "Too many wrong passwords came from here, or for this account.");

    private static final Kind MAILS = new Kind(
            new AttemptWaits(MAILS_PER_SOURCE_AND_ACCOUNT, LONGEST),
            new AttemptWaits(MAILS_PER_ACCOUNT, LONGEST_OF_ACCOUNT),
            true,
            false,
            "Too many mails were asked for from here, or for this address.");

    private static final Kind SETUP_TOKENS = Kind.ofSource("Too many wrong setup tokens came from here.");

    private static final Kind CODES = Kind.ofSource("Too many wrong codes came from here.");

    private static final Kind BEGINNINGS = Kind.ofSource(
            new AttemptWaits(BEGINNINGS_PER_SOURCE, SHORT), true, "Too many sign-ins were begun from here.");

    /** Counts an attempt to sign in, or refuses it. */
    Uni<Void> begin(String source, EmailAddress email) {
        return count(PASSWORDS, source, account(email), email.key());
    }

    /**
     * Counts an attempt to set the install up, or refuses it. Only by where it comes from: nobody can keep the owner from the
     * first run.
     */
    Uni<Void> beginSetup(String source) {
        return count(SETUP_TOKENS, source, SETUP, SETUP);
    }

    /** The setup token was right: nothing is held against this source. */
    Uni<Void> setupSucceeded(String source) {
        return forget(source, SETUP);
    }

    /** Counts an attempt to use a one-time code, or refuses it. */
    public Uni<Void> beginCode(String source) {
        return count(CODES, source, CODE, CODE);
    }

    /** The code was right: nothing is held against this source. */
    public Uni<Void> codeSucceeded(String source) {
        return forget(source, CODE).chain(() -> forget(source, BEGINNING));
    }

    /**
     * Counts that somebody begins to sign in by what they do not show yet, or refuses it. Many in one office may begin and change
     * their minds, and that is no guess.
     */
    public Uni<Void> beginBeginning(String source) {
        return count(BEGINNINGS, source, BEGINNING, BEGINNING);
    }

    /** Counts a mail that is asked for, or refuses it. */
    public Uni<Void> beginMail(String source, EmailAddress email) {
        return count(MAILS, source, MAIL + account(email), email.key());
    }

    private Uni<Void> count(Kind kind, String source, String account, String emailKey) {
        return pool.withTransaction(tx -> tx.preparedQuery(COUNT)
                .execute(Tuple.of(source, account))
                .chain(() -> tx.preparedQuery(LOOK).execute(Tuple.of(source, account, emailKey)))
                .invoke(rows -> refuseToWaitLess(kind, rows.iterator().next()))
                .replaceWithVoid());
    }

    /** The password was right: nothing is held against this source on this account. */
    Uni<Void> succeeded(String source, EmailAddress email) {
        return forget(source, account(email));
    }

    private Uni<Void> forget(String source, String account) {
        return pool.preparedQuery(FORGET_PAIR)
                .execute(Tuple.of(source, account))
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
    private static void refuseToWaitLess(Kind kind, Row seen) {
        long seconds = kind.secondsLeft(seen);
        if (seconds > 0) {
            throw new ProblemException(ProblemType.TOO_MANY_ATTEMPTS, kind.detail())
                    .fix("Wait %d minutes, then try again.".formatted((seconds + 59) / 60))
                    .with(ProblemException.RETRY_AFTER_SECONDS, seconds);
        }
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
