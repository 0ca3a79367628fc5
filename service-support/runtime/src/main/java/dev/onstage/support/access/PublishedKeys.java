package dev.onstage.support.access;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The keys stream-control publishes at {@code onstage.jwks-url}: fetched in the background from the start on, fetched again
 * when a token names an unknown key (at most once a second) or in the background when the copy is five minutes old. While
 * stream-control is away the last good copy serves. No start waits for them: services start in any order.
 */
@ApplicationScoped
class PublishedKeys {
    private static final Logger LOG = Logger.getLogger(PublishedKeys.class);
    private static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private record Copy(Map<String, PublicKey> keys, long fetchedAtNanos) {}

    private record Fetch(Uni<Copy> answer, AtomicBoolean ended, long askedAtNanos) {}

    private final Vertx vertx;
    private final Optional<String> url;
    private final AtomicReference<@Nullable Fetch> latestFetch = new AtomicReference<>();
    private final AtomicReference<@Nullable HttpClient> client = new AtomicReference<>();
    private volatile @Nullable Copy copy;
    private volatile boolean stopping;

    PublishedKeys(Vertx vertx, @ConfigProperty(name = "onstage.jwks-url") Optional<String> url) {
        this.vertx = vertx;
        this.url = url;
    }

    void start(@Observes StartupEvent event) {
        if (url.isPresent()) {
            Uni.createFrom()
                    .deferred(this::fetchOnce)
                    .onFailure()
                    .invoke(failure -> LOG.debugf("The signing keys are not there yet: %s", failure))
                    .onFailure(failure -> !stopping && copy == null)
                    .retry()
                    .withBackOff(ASK_AGAIN_AFTER, LONGEST_PAUSE)
                    .indefinitely()
                    .subscribe()
                    .with(fetched -> {}, failure -> LOG.debugf("The signing keys were not fetched: %s", failure));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** The key with this id, empty when it is not published; fails when no copy of the keys could be had so far. */
    Uni<Optional<PublicKey>> find(String keyId) {
        Copy current = copy;
        if (current != null && current.keys().containsKey(keyId)) {
            if (isOlderThan(REFRESH_AFTER, current.fetchedAtNanos())) {
                fetchOnce().subscribe().with(fresh -> {}, this::warn);
            }
            return Uni.createFrom().item(Optional.ofNullable(current.keys().get(keyId)));
        }
        return CallersContext.returnTo(current == null ? fetchPatiently() : fetchOnce())
                .map(fresh -> Optional.ofNullable(fresh.keys().get(keyId)))
                .onFailure()
                .invoke(this::warn)
                .onFailure(failure -> current != null)
                .recoverWithItem(Optional.empty());
    }

    /** Without any copy a second try is better than no answer: a process that just started is slow. */
    private Uni<Copy> fetchPatiently() {
        return Uni.createFrom().deferred(this::fetchOnce).onFailure().retry().atMost(1);
    }

    /**
     * Joins a fetch under way or, with a copy at hand, done a moment ago, so that forged key ids cannot make us ask more than
     * once a second. Without a copy a failure a moment ago says nothing about this moment.
     */
    private Uni<Copy> fetchOnce() {
        Fetch latest = latestFetch.get();
        if (latest != null
                && (!latest.ended().get() || (copy != null && !isOlderThan(ASK_AGAIN_AFTER, latest.askedAtNanos())))) {
            return latest.answer();
        }
        AtomicBoolean ended = new AtomicBoolean();
        Uni<Copy> answer =
                fetch().onTermination().invoke(() -> ended.set(true)).memoize().indefinitely();
        Fetch next = new Fetch(answer, ended, System.nanoTime());
        if (latestFetch.compareAndSet(latest, next)) {
            return next.answer();
        }
        Fetch winner = latestFetch.get();
        return winner == null ? next.answer() : winner.answer();
    }

    private Uni<Copy> fetch() {
        if (url.isEmpty()) {
            return Uni.createFrom().failure(new IllegalStateException("onstage.jwks-url is not set"));
        }
        RequestOptions request = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url.get());
        return client().request(request)
                .chain(open -> open.send())
                .chain(PublishedKeys::bodyOf)
                .map(PublishedKeys::parse)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .invoke(fresh -> copy = fresh);
    }

    /** Only where somebody needs them: at the start, stream-control asks itself before it listens. */
    private void warn(Throwable failure) {
        LOG.warnf("The signing keys at %s could not be read: %s", url.orElse("(no address)"), failure);
    }

    private static Uni<String> bodyOf(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Uni.createFrom().failure(new IllegalStateException("HTTP status " + response.statusCode()));
        }
        return response.body().map(body -> body.toString());
    }

    private static Copy parse(String json) {
        try {
            Map<String, PublicKey> keys = new HashMap<>();
            for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
                if (key instanceof PublicJsonWebKey published && key.getKeyId() != null) {
                    keys.put(key.getKeyId(), published.getPublicKey());
                }
            }
            return new Copy(Map.copyOf(keys), System.nanoTime());
        } catch (JoseException e) {
            throw new IllegalStateException("The answer is no key set", e);
        }
    }

    private HttpClient client() {
        HttpClient existing = client.get();
        if (existing != null) {
            return existing;
        }
        HttpClient made = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setMaxPoolSize(1)
                .setTrustAll(false));
        if (client.compareAndSet(null, made)) {
            return made;
        }
        made.closeAndForget();
        return client();
    }

    @PreDestroy
    void close() {
        HttpClient existing = client.get();
        if (existing != null) {
            existing.closeAndForget();
        }
    }

    private static boolean isOlderThan(Duration age, long nanos) {
        return System.nanoTime() - nanos > age.toNanos();
    }
}
