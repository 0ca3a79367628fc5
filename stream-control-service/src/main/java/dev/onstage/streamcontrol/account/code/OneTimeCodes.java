package dev.onstage.streamcontrol.account.code;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Codes that open something once, within a short time: 256 random bits, of which only a hash is stored. What a code opens is said
 * by its purpose and its subject, such as the id of an account; a code of one purpose is nothing for another. It may be bound to
 * the browser that asked for it, by a secret that only that browser has.
 */
@ApplicationScoped
public class OneTimeCodes {

    /** Characters of a code, and of a browser's secret. */
    public static final int LENGTH = 43;

    /** How long a code is good that a person has to fetch from a mail, or to sign in elsewhere for. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    /** Of the codes by which a password can be set. */
    public static final String PASSWORD_RESET = "password-reset";

    /** Of the codes that sign somebody in by mail. */
    public static final String MAGIC_LINK = "magic-link";

    /** Of the challenges to who registers a passkey. */
    public static final String PASSKEY_REGISTRATION = "passkey-registration";

    /** Those whose subject is an account. */
    private static final String[] OF_ACCOUNTS = {PASSWORD_RESET, MAGIC_LINK, PASSKEY_REGISTRATION};

    private static final int BYTES = 32;

    private static final String INSERT = """
            insert into one_time_codes (code_hash, purpose, subject, browser_hash, expires_at)
            values ($1, $2, $3, $4, now() + $5 * interval '1 millisecond')
            """;

    private static final String GOOD = """
             where code_hash = $1 and purpose = $2 and browser_hash is not distinct from $3
               and used_at is null and expires_at > now()
            """;

    private static final String FIND = "select subject from one_time_codes" + GOOD;

    private static final String USE = "update one_time_codes set used_at = now()" + GOOD + " returning subject";

    private static final String REVOKE = "delete from one_time_codes where purpose = any($1) and subject = $2";

    private static final String FORGET = "delete from one_time_codes where expires_at <= now()";

    private final Pool pool;
    private final SecureRandom random = new SecureRandom();

    OneTimeCodes(Pool pool) {
        this.pool = pool;
    }

    /** A new secret for a browser to keep in a cookie. */
    public String secret() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Makes a code in the caller's transaction.
     *
     * @param browser the secret that has to come with it, null for none
     */
    public Uni<String> issue(
            SqlClient tx, String purpose, String subject, Duration lifetime, @Nullable String browser) {
        String code = secret();
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(hash(code), purpose, subject, hashOf(browser), lifetime.toMillis()))
                .replaceWith(code);
    }

    /** What the code would open; it stays good. */
    public Uni<Optional<String>> find(String purpose, String code, @Nullable String browser) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(hash(code), purpose, hashOf(browser)))
                .map(OneTimeCodes::subject);
    }

    /** What the code opens, in the caller's transaction; it opens nothing from there on. Two at once get it one after the other. */
    public Uni<Optional<String>> use(SqlClient tx, String purpose, String code, @Nullable String browser) {
        return tx.preparedQuery(USE)
                .execute(Tuple.of(hash(code), purpose, hashOf(browser)))
                .map(OneTimeCodes::subject);
    }

    /** Has all codes of an account open nothing, whatever they are for. */
    public Uni<Void> revokeAll(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(REVOKE)
                .execute(Tuple.tuple().addArrayOfString(OF_ACCOUNTS).addString(accountId.toString()))
                .replaceWithVoid();
    }

    /** Every replica may: a row goes only once. */
    @Scheduled(every = "10m", delayed = "1m")
    Uni<Void> forgetExpired() {
        return pool.query(FORGET).execute().replaceWithVoid();
    }

    private static Optional<String> subject(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next().getString("subject"));
    }

    private static @Nullable String hashOf(@Nullable String browser) {
        return browser == null ? null : hash(browser);
    }

    private static String hash(String code) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
