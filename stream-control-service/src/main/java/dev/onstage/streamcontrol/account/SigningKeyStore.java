package dev.onstage.streamcontrol.account;

import dev.onstage.support.crypto.SecretCipher;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The table of signing keys. Private parts are encrypted on their way in. The database's clock decides. */
@ApplicationScoped
class SigningKeyStore {

    /** Replicas that change the keys at the same time do so one after the other. */
    private static final long CHANGE_LOCK = 0x4f6e_7374_6167_6502L;

    /** The one that signs, the ones that wait, the ones that have signed and whose tokens may still be good. */
    private static final String PUBLISHED = """
            select private_key from signing_keys
             where retired_at is null or retired_at > now() - $1 * interval '1 millisecond'
             order by (signs_since is not null and retired_at is null) desc, retired_at is not null, created_at, key_id
            """;

    private static final String ONE_WAITS =
            "select exists (select from signing_keys where signs_since is null and retired_at is null)";

    private static final String SIGNER_EXISTS =
            "select exists (select from signing_keys where signs_since is not null and retired_at is null)";

    private static final String SIGNER_IS_OLD = """
            select exists (select from signing_keys
                            where signs_since <= now() - $1 * interval '1 millisecond' and retired_at is null)
            """;

    private static final String RETIRE_SIGNER = """
            update signing_keys set retired_at = now()
             where signs_since <= now() - $1 * interval '1 millisecond' and retired_at is null
            """;

    private static final String PROMOTE = """
            update signing_keys set signs_since = now()
             where key_id = (select key_id from signing_keys where signs_since is null and retired_at is null
                              order by created_at, key_id limit 1)
            """;

    private static final String INSERT = "insert into signing_keys (key_id, private_key) values ($1, $2)";

    private static final String DELETE_RETIRED =
            "delete from signing_keys where retired_at <= now() - $1 * interval '1 millisecond'";

    private final Pool pool;
    private final SecretCipher cipher;

    SigningKeyStore(Pool pool, SecretCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    /** Keys to verify with, the one that signs first; none on a new install. */
    Uni<List<PublicJsonWebKey>> published(Duration keepRetired) {
        return pool.preparedQuery(PUBLISHED)
                .execute(Tuple.of(keepRetired.toMillis()))
                .map(rows -> {
                    List<PublicJsonWebKey> keys = new ArrayList<>();
                    for (Row row : rows) {
                        keys.add(parse(cipher.decrypt(row.getString(0))));
                    }
                    return List.copyOf(keys);
                });
    }

    /** Does {@code work} in a transaction in which nobody else changes the keys. */
    <T> Uni<T> change(Function<SqlClient, Uni<T>> work) {
        return pool.withTransaction(tx -> tx.preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(CHANGE_LOCK))
                .chain(() -> work.apply(tx)));
    }

    /** Whether a key is published that has not signed yet. */
    Uni<Boolean> oneWaits(SqlClient tx) {
        return tx.query(ONE_WAITS).execute().map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether a key signs. */
    Uni<Boolean> signerExists(SqlClient tx) {
        return tx.query(SIGNER_EXISTS)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether a key has signed for this long. */
    Uni<Boolean> signerIsOlderThan(Duration age) {
        return pool.preparedQuery(SIGNER_IS_OLD)
                .execute(Tuple.of(age.toMillis()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Has the key that has signed this long stop. */
    Uni<Void> retireSigner(SqlClient tx, Duration age) {
        return tx.preparedQuery(RETIRE_SIGNER).execute(Tuple.of(age.toMillis())).replaceWithVoid();
    }

    /** Has the key that has waited longest sign. */
    Uni<Void> promote(SqlClient tx) {
        return tx.query(PROMOTE).execute().replaceWithVoid();
    }

    Uni<Void> insert(SqlClient tx, PublicJsonWebKey key) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.of(key.getKeyId(), cipher.encrypt(key.toJson(OutputControlLevel.INCLUDE_PRIVATE))))
                .replaceWithVoid();
    }

    /** Removes keys whose last token has expired. */
    Uni<Void> deleteRetired(Duration keepRetired) {
        return pool.preparedQuery(DELETE_RETIRED)
                .execute(Tuple.of(keepRetired.toMillis()))
                .replaceWithVoid();
    }

    private static PublicJsonWebKey parse(String json) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(json);
        } catch (JoseException e) {
            // The cause could quote the key.
            throw new IllegalStateException("A stored signing key is not readable");
        }
    }
}
