package dev.onstage.streamcontrol.account.passkey;

import dev.onstage.streamcontrol.account.WayIn;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Passkeys. */
@ApplicationScoped
class PasskeyRepository implements WayIn {

    private static final String INSERT = """
            insert into passkeys (passkey_id, account_id, credential_id, public_data, sign_count, backup_eligible, backed_up,
                                  label)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (credential_id) do nothing
            """;

    private final Pool pool;

    PasskeyRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A passkey with what its answers are checked by.
     *
     * @param accountId whom it signs in
     */
    record Known(UUID passkeyId, UUID accountId, RegisteredPasskey registered) {}

    /** False when this authenticator is registered already. */
    Uni<Boolean> insert(SqlClient tx, UUID passkeyId, UUID accountId, String label, RegisteredPasskey made) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(passkeyId)
                        .addUUID(accountId)
                        .addString(made.credentialId())
                        .addString(made.publicData())
                        .addLong(made.signCount())
                        .addBoolean(made.backupEligible())
                        .addBoolean(made.backedUp())
                        .addString(label))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Those of an account, the oldest first. */
    Uni<List<Passkey>> findOf(UUID accountId) {
        return pool.preparedQuery("select passkey_id, label, created_at, last_used_at from passkeys"
                        + " where account_id = $1 order by created_at, passkey_id")
                .execute(Tuple.of(accountId))
                .map(rows -> {
                    List<Passkey> found = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        OffsetDateTime used = row.getOffsetDateTime("last_used_at");
                        found.add(new Passkey(
                                row.getUUID("passkey_id"),
                                row.getString("label"),
                                row.getOffsetDateTime("created_at").toInstant(),
                                used == null ? null : used.toInstant()));
                    }
                    return List.copyOf(found);
                });
    }

    /** The ids that its authenticators know the passkeys of an account by. */
    Uni<List<String>> findCredentials(SqlClient tx, UUID accountId) {
        return tx.preparedQuery("select credential_id from passkeys where account_id = $1 order by credential_id")
                .execute(Tuple.of(accountId))
                .map(rows -> {
                    List<String> found = new ArrayList<>(rows.size());
                    rows.forEach(row -> found.add(row.getString("credential_id")));
                    return List.copyOf(found);
                });
    }

    /** The one with this id of its authenticator, or null. */
    Uni<@Nullable Known> find(String credentialId) {
        return pool.preparedQuery("select * from passkeys where credential_id = $1")
                .execute(Tuple.of(credentialId))
                .map(rows -> rows.size() == 0 ? null : known(rows.iterator().next()));
    }

    /** Writes what its authenticator told when it was used; false when it is gone, or was used in the same moment. */
    Uni<Boolean> noteUse(Known known, RegisteredPasskey used) {
        return pool.preparedQuery("update passkeys set sign_count = $3, backed_up = $4, last_used_at = now()"
                        + " where passkey_id = $1 and sign_count = $2")
                .execute(Tuple.of(known.passkeyId(), known.registered().signCount(), used.signCount(), used.backedUp()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** False when the account has no such passkey. */
    Uni<Boolean> delete(SqlClient tx, UUID accountId, UUID passkeyId) {
        return tx.preparedQuery("delete from passkeys where account_id = $1 and passkey_id = $2")
                .execute(Tuple.of(accountId, passkeyId))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Void> close(SqlClient tx, UUID accountId) {
        return tx.preparedQuery("delete from passkeys where account_id = $1")
                .execute(Tuple.of(accountId))
                .replaceWithVoid();
    }

    private static Known known(Row row) {
        return new Known(
                row.getUUID("passkey_id"),
                row.getUUID("account_id"),
                new RegisteredPasskey(
                        row.getString("credential_id"),
                        row.getString("public_data"),
                        row.getLong("sign_count"),
                        row.getBoolean("backup_eligible"),
                        row.getBoolean("backed_up")));
    }
}
