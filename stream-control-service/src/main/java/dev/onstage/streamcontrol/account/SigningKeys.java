package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.CallersContext;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign Onstage's tokens (RS256: a token is verified far more often than it is signed). Two exist from the
 * first start on: one signs, the other is already published, so that changing over never meets a verifier that does not
 * know the key. After {@code onstage.account.signing-key-age} the second signs and a third is published; the first stays
 * published until its last token has expired, then it is gone.
 */
@ApplicationScoped
class SigningKeys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final String LEASE = "signing-keys";
    private static final Duration LEASE_TIME = Duration.ofMinutes(1);
    private static final int BITS = 2048;

    /** One signs, one waits. */
    private static final int KEYS = 2;

    /** How old this replica's copy may be: it may sign with a retired key for as long, which is published for longer. */
    private static final Duration KEEP = Duration.ofMinutes(1);

    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final SigningKeyStore store;
    private final Leases leases;
    private final Duration age;
    private final Duration keepRetired;
    private volatile Loaded loaded = Loaded.NOTHING;
    private @Nullable CompletableFuture<List<RsaJsonWebKey>> loading;

    SigningKeys(SigningKeyStore store, Leases leases, AccountConfig config) {
        this.store = store;
        this.leases = leases;
        this.age = config.signingKeyAge();
        this.keepRetired = config.accessTokenLifetime().plus(KEEP).plus(LEEWAY);
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
        return CallersContext.returnTo(Uni.createFrom().completionStage(this::loading));
    }

    /**
     * One loading for all who ask meanwhile, which goes on when they stop waiting: on the first start it makes two keys, each
     * of which takes a core for a while, and every service asks for them.
     */
    private synchronized CompletableFuture<List<RsaJsonWebKey>> loading() {
        if (loading == null || loading.isDone()) {
            loading = load().subscribeAsCompletionStage();
        }
        return loading.copy();
    }

    private Uni<List<RsaJsonWebKey>> load() {
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

    /**
     * One key signs and it is not too old, another waits. In one transaction, so whoever comes second finds it done. Only as
     * many are made beforehand as are missing, since each takes a core for a while.
     */
    private Uni<Void> bringUp() {
        return store.countKept(age)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(kept -> generate(KEYS - kept))
                .chain(fresh -> store.change(tx -> store.retireSigner(tx, age)
                        .chain(() -> store.signerExists(tx))
                        .chain(exists -> exists
                                ? Uni.createFrom().voidItem()
                                : haveOneWait(tx, fresh).chain(() -> store.promote(tx)))
                        .chain(() -> haveOneWait(tx, fresh))))
                .onFailure(AnotherCameOfAgeException.class)
                .retry()
                .atMost(1);
    }

    private Uni<Void> haveOneWait(SqlClient tx, Queue<RsaJsonWebKey> fresh) {
        return store.oneWaits(tx).chain(waits -> waits ? Uni.createFrom().voidItem() : store.insert(tx, next(fresh)));
    }

    private static Queue<RsaJsonWebKey> generate(int missing) {
        Queue<RsaJsonWebKey> fresh = new ArrayDeque<>();
        for (int i = 0; i < missing; i++) {
            fresh.add(generateOne());
        }
        return fresh;
    }

    private static RsaJsonWebKey next(Queue<RsaJsonWebKey> fresh) {
        RsaJsonWebKey key = fresh.poll();
        if (key == null) {
            throw new AnotherCameOfAgeException();
        }
        return key;
    }

    static RsaJsonWebKey generateOne() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(BITS);
            key.setKeyId(UUID.randomUUID().toString());
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("No RSA key could be made", e);
        }
    }

    /** The signing key was young enough when the missing ones were counted, and is not any more. Nothing was changed. */
    private static final class AnotherCameOfAgeException extends RuntimeException {}

    private record Loaded(List<RsaJsonWebKey> keys, Instant at) {
        static final Loaded NOTHING = new Loaded(List.of(), Instant.EPOCH);
    }
}
