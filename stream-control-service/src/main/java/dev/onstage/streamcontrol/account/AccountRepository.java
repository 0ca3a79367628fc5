package dev.onstage.streamcontrol.account;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts. */
@ApplicationScoped
class AccountRepository implements PanacheRepositoryBase<AccountEntity, UUID> {

    /** Two first runs at the same moment: the second waits here, then finds the account of the first. */
    static final long SETUP_LOCK = 0x4f6e_7374_6167_6501L;

    private final Pool pool;

    AccountRepository(Pool pool) {
        this.pool = pool;
    }

    /** The account with this address, or null. */
    Uni<@Nullable AccountEntity> findByEmail(EmailAddress email) {
        return find("emailKey", email.key()).firstResult();
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

    /** Creates an account in a transaction that also creates what is not mapped to entities. */
    Uni<Void> insert(
            SqlClient tx, UUID accountId, EmailAddress email, String name, String passwordHash, boolean operator) {
        return tx.preparedQuery("insert into accounts (account_id, email, email_key, name, password_hash, operator)"
                        + " values ($1, $2, $3, $4, $5, $6)")
                .execute(Tuple.of(accountId, email.written(), email.key(), name, passwordHash, operator))
                .replaceWithVoid();
    }

    /** Replaces the hash of a password by another of the same password, unless it was changed meanwhile. */
    Uni<Void> replaceHash(UUID accountId, String before, String after) {
        return pool.preparedQuery("update accounts set password_hash = $3 where account_id = $1 and password_hash = $2")
                .execute(Tuple.of(accountId, before, after))
                .replaceWithVoid();
    }
}
