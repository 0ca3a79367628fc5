package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.CallersContext;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign Onstage's tokens (ES256: a key is made and a token signed in two milliseconds, and each verifier checks
 * a token once). Two exist from the first start on: one signs, the other is already published, so that changing over never
 * meets a verifier that does not know the key. After {@code onstage.account.signing-key-age} the second signs and a third is published; the first stays
 * published until its last token has expired, then it is gone.
 */
@ApplicationScoped
class SigningKeys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final String LEASE = "signing-keys";
    private static final Duration LEASE_TIME = Duration.ofMinutes(1);

    /** How old this replica's copy may be: it may sign with a retired key for as long, which is published for longer. */
    private static final Duration KEEP = Duration.ofMinutes(1);

    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final SigningKeyStore store;
    private final Leases leases;
    private final Duration age;
    private final Duration keepRetired;
    private volatile Loaded loaded = Loaded.NOTHING;
    private @Nullable CompletableFuture<List<PublicJsonWebKey>> loading;

    SigningKeys(SigningKeyStore store, Leases leases, AccountConfig config) {
        this.store = store;
        this.leases = leases;
        this.age = config.signingKeyAge();
        this.keepRetired = config.accessTokenLifetime().plus(KEEP).plus(LEEWAY);
    }

    /** The key that signs. */
    Uni<PublicJsonWebKey> signer() {
        return published().map(all -> all.get(0));
    }

    /** All keys, the signing one first. Their private parts must not leave the package. */
    Uni<List<PublicJsonWebKey>> published() {
        Loaded last = loaded;
        if (last.at().plus(KEEP).isAfter(Instant.now())) {
            return Uni.createFrom().item(last.keys());
        }
        return CallersContext.returnTo(Uni.createFrom().completionStage(this::loading));
    }

    /** One loading for all who ask meanwhile, which goes on when they stop waiting. */
    private synchronized CompletableFuture<List<PublicJsonWebKey>> loading() {
        if (loading == null || loading.isDone()) {
            loading = load().subscribeAsCompletionStage();
        }
        return loading.copy();
    }

    private Uni<List<PublicJsonWebKey>> load() {
        return store.published(keepRetired)
                .chain(found -> found.isEmpty()
                        ? bringUp().chain(() -> store.published(keepRetired))
                        : Uni.createFrom().item(found))
                .invoke(keys -> loaded = new Loaded(keys, Instant.now()));
    }

    /** Has the next key sign when this one is old enough. One replica does it, under a lease. */
    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> rotateWhenDue() {
        return leases.acquire(LEASE, LEASE_TIME)
                .chain(lease ->
                        lease.map(this::rotate).orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure()
                .invoke(failure -> LOG.warnf("The signing keys could not be looked after: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> rotate(LeaseToken lease) {
        return store.deleteRetired(keepRetired)
                .chain(() -> store.signerIsOlderThan(age))
                .chain(due -> due ? changeOver() : Uni.createFrom().voidItem())
                .eventually(() -> leases.release(lease));
    }

    private Uni<Void> changeOver() {
        return bringUp().invoke(() -> {
            loaded = Loaded.NOTHING;
            LOG.info(
                    "The next key signs access tokens from here on; this one is published until its last has expired.");
        });
    }

    /** One key signs and it is not too old, another waits. In one transaction, so whoever comes second finds it done. */
    private Uni<Void> bringUp() {
        return store.change(tx -> store.retireSigner(tx, age)
                .chain(() -> store.signerExists(tx))
                .chain(exists ->
                        exists ? Uni.createFrom().voidItem() : haveOneWait(tx).chain(() -> store.promote(tx)))
                .chain(() -> haveOneWait(tx)));
    }

    private Uni<Void> haveOneWait(SqlClient tx) {
        return store.oneWaits(tx).chain(waits -> waits ? Uni.createFrom().voidItem() : store.insert(tx, generateOne()));
    }

    static PublicJsonWebKey generateOne() {
        try {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(UUID.randomUUID().toString());
            key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("No key could be made", e);
        }
    }

    private record Loaded(List<PublicJsonWebKey> keys, Instant at) {
        static final Loaded NOTHING = new Loaded(List.of(), Instant.EPOCH);
    }
}
