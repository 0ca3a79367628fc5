package dev.onstage.streamcontrol.account;

import dev.onstage.support.crypto.SecretCipher;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * The keys that sign Onstage's tokens (RS256: a token is verified far more often than it is signed). Two exist from the
 * first start on: one signs, the other is already published, so that changing over never meets a verifier that does not
 * know the key. Private parts are stored encrypted.
 */
@ApplicationScoped
class SigningKeys {

    private static final int PUBLISHED = 2;
    private static final int BITS = 2048;
    private static final Duration KEEP = Duration.ofMinutes(1);

    /** Replicas that start together on an empty schema make the keys once. */
    private static final long CREATION_LOCK = 0x4f6e_7374_6167_6502L;

    private final Pool pool;
    private final SecretCipher cipher;
    private volatile Loaded loaded = new Loaded(List.of(), Instant.EPOCH);

    SigningKeys(Pool pool, SecretCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    /** The key that signs. */
    Uni<RsaJsonWebKey> signer() {
        return published().map(all -> all.get(0));
    }

    /** All keys, the signing one first. Their private parts must not leave the package. */
    Uni<List<RsaJsonWebKey>> published() {
        Loaded last = loaded;
        if (last.at().plus(KEEP).isAfter(Instant.now())) {
            return Uni.createFrom().item(last.keys());
        }
        return loadOrCreate().invoke(keys -> loaded = new Loaded(keys, Instant.now()));
    }

    private Uni<List<RsaJsonWebKey>> loadOrCreate() {
        return load(pool)
                .chain(found -> found.size() >= PUBLISHED ? Uni.createFrom().item(found) : create());
    }

    private Uni<List<RsaJsonWebKey>> create() {
        return Uni.createFrom()
                .item(SigningKeys::generate)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(fresh -> pool.withTransaction(tx -> tx.preparedQuery("select pg_advisory_xact_lock($1)")
                        .execute(Tuple.of(CREATION_LOCK))
                        .chain(() -> load(tx))
                        .chain(found -> found.size() >= PUBLISHED
                                ? Uni.createFrom().item(found)
                                : store(tx, fresh.subList(found.size(), PUBLISHED))
                                        .chain(() -> load(tx)))));
    }

    private Uni<Void> store(SqlClient tx, List<RsaJsonWebKey> fresh) {
        List<Tuple> rows = fresh.stream()
                .map(key -> Tuple.of(key.getKeyId(), cipher.encrypt(key.toJson(OutputControlLevel.INCLUDE_PRIVATE))))
                .toList();
        return tx.preparedQuery("insert into signing_keys (key_id, private_key) values ($1, $2)")
                .executeBatch(rows)
                .replaceWithVoid();
    }

    private Uni<List<RsaJsonWebKey>> load(SqlClient client) {
        return client.query("select private_key from signing_keys where retired_at is null order by created_at, key_id")
                .execute()
                .map(rows -> {
                    List<RsaJsonWebKey> loaded = new ArrayList<>();
                    for (Row row : rows) {
                        loaded.add(parse(cipher.decrypt(row.getString(0))));
                    }
                    return List.copyOf(loaded);
                });
    }

    private static List<RsaJsonWebKey> generate() {
        try {
            List<RsaJsonWebKey> fresh = new ArrayList<>();
            for (int i = 0; i < PUBLISHED; i++) {
                RsaJsonWebKey key = RsaJwkGenerator.generateJwk(BITS);
                key.setKeyId(UUID.randomUUID().toString());
                key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
                key.setUse("sig");
                fresh.add(key);
            }
            return fresh;
        } catch (JoseException e) {
            throw new IllegalStateException("No RSA key could be made", e);
        }
    }

    private static RsaJsonWebKey parse(String json) {
        try {
            return (RsaJsonWebKey) PublicJsonWebKey.Factory.newPublicJwk(json);
        } catch (JoseException e) {
            // The cause could quote the key.
            throw new IllegalStateException("A stored signing key is not readable");
        }
    }

    private record Loaded(List<RsaJsonWebKey> keys, Instant at) {}
}
