package dev.onstage.streamcontrol.account;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts. One that was removed is found by nothing here: it can be signed in to in no way, and no login of it is renewed. */
@ApplicationScoped
public class AccountRepository {

    /** Two first runs at the same moment: the second waits here, then finds the account of the first. */
    static final long SETUP_LOCK = 0x4f6e_7374_6167_6501L;

    private static final String SELECT =
            "select " + StoredAccount.COLUMNS + " from accounts where removed_at is null and ";

    private final Pool pool;

    AccountRepository(Pool pool) {
        this.pool = pool;
    }

    /** The account with this address, or null. */
    public Uni<@Nullable StoredAccount> findByEmail(EmailAddress email) {
        return pool.preparedQuery(SELECT + "email_key = $1")
                .execute(Tuple.of(email.key()))
                .map(AccountRepository::first);
    }

    /** The account, or null. */
    public Uni<@Nullable StoredAccount> find(UUID accountId) {
        return find(pool, accountId);
    }

    /** The account as the caller's transaction sees it, or null. */
    public Uni<@Nullable StoredAccount> find(SqlClient client, UUID accountId) {
        return client.preparedQuery(SELECT + "account_id = $1")
                .execute(Tuple.of(accountId))
                .map(AccountRepository::first);
    }

    /** The account, which stays as it is until the transaction ends, or null. Waits for whoever is changing it. */
    public Uni<@Nullable StoredAccount> findUnchanging(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(SELECT + "account_id = $1 for share")
                .execute(Tuple.of(accountId))
                .map(AccountRepository::first);
    }

    /** The account, which nobody else changes or opens a login for until the transaction ends, or null. */
    public Uni<@Nullable StoredAccount> findToChange(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(SELECT + "account_id = $1 for no key update")
                .execute(Tuple.of(accountId))
                .map(AccountRepository::first);
    }

    /** Whether anybody has an account. Waits for nobody who is about to create the first one. */
    Uni<Boolean> anyExists() {
        return anyExists(pool);
    }

    /** Whether anybody has an account, with nobody about to create the first one, and nobody able to until {@code tx} ends. */
    Uni<Boolean> anyExistsAtLast(SqlClient tx) {
        return tx.preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(SETUP_LOCK))
                .chain(() -> anyExists(tx));
    }

    private static Uni<Boolean> anyExists(SqlClient client) {
        return client.query("select exists (select from accounts)")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /**
     * Creates an account in a transaction that also creates what belongs to it. Its address is not proven, see
     * {@link #proveEmail}.
     */
    Uni<Void> insert(
            SqlClient tx, UUID accountId, EmailAddress email, String name, String passwordHash, boolean operator) {
        return tx.preparedQuery("insert into accounts (account_id, email, email_key, name, password_hash, operator)"
                        + " values ($1, $2, $3, $4, $5, $6)")
                .execute(Tuple.of(accountId, email.written(), email.key(), name, passwordHash, operator))
                .replaceWithVoid();
    }

    /** Replaces the hash of a password by another of the same password, unless it was changed meanwhile. */
    Uni<Boolean> replaceHash(UUID accountId, String before, String after) {
        return replaceHash(pool, accountId, before, after);
    }

    /** Replaces the hash of a password; false when it is not that one any more. */
    Uni<Boolean> replaceHash(SqlClient client, UUID accountId, String before, String after) {
        return client.preparedQuery(
                        "update accounts set password_hash = $3 where account_id = $1 and password_hash = $2")
                .execute(Tuple.of(accountId, before, after))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Replaces the hash of a password, whatever it is. */
    public Uni<Void> setHash(SqlClient tx, UUID accountId, String hash) {
        return tx.preparedQuery("update accounts set password_hash = $2 where account_id = $1")
                .execute(Tuple.of(accountId, hash))
                .replaceWithVoid();
    }

    /** Notes that the owner has shown that the address is theirs. */
    public Uni<Void> proveEmail(SqlClient tx, UUID accountId) {
        return tx.preparedQuery("update accounts set email_proven_at = coalesce(email_proven_at, now())"
                        + " where account_id = $1")
                .execute(Tuple.of(accountId))
                .replaceWithVoid();
    }

    /** Whoever was checked before opens no login any more. Nobody else changes the account until the transaction ends. */
    Uni<Void> outdateCredentials(SqlClient tx, UUID accountId) {
        return tx.preparedQuery(
                        "update accounts set credentials_version = credentials_version + 1 where account_id = $1")
                .execute(Tuple.of(accountId))
                .replaceWithVoid();
    }

    private static @Nullable StoredAccount first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : StoredAccount.of(rows.iterator().next());
    }
}
