package dev.onstage.support.access;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The key set (RFC 7517) that stream-control serves at {@code onstage.jwks-url}. */
@DefaultBean
@ApplicationScoped
class FetchedKeySet implements KeySetSource {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Optional<String> url;
    private final int patienceMillis;
    private final AtomicReference<@Nullable HttpClient> client = new AtomicReference<>();

    @Inject
    FetchedKeySet(Vertx vertx, @ConfigProperty(name = "onstage.jwks-url") Optional<String> url) {
        this(vertx, url, PATIENCE);
    }

    FetchedKeySet(Vertx vertx, Optional<String> url, Duration patience) {
        this.vertx = vertx;
        this.url = url;
        this.patienceMillis = Math.toIntExact(patience.toMillis());
    }

    @Override
    public Uni<Map<String, PublicKey>> read() {
        return Uni.createFrom().completionStage(() -> fetchOnContext().toCompletionStage());
    }

    /**
     * On a context, whose one thread takes the head of an answer and then its body. Another thread may find the body already
     * gone by, and wait for it for ever.
     */
    private Future<Map<String, PublicKey>> fetchOnContext() {
        Promise<Map<String, PublicKey>> fetched = Promise.promise();
        vertx.getOrCreateContext().runOnContext(ignored -> fetch().onComplete(fetched));
        return fetched.future();
    }

    /**
     * Composed of futures, which run to their end whether or not somebody still waits: a request that is given up between
     * its connection and its sending would keep the connection for ever.
     */
    private Future<Map<String, PublicKey>> fetch() {
        if (url.isEmpty()) {
            return Future.failedFuture(new IllegalStateException("onstage.jwks-url is not set"));
        }
        RequestOptions request = new RequestOptions().setAbsoluteURI(url.get()).setTimeout(patienceMillis);
        return client().request(request)
                .compose(HttpClientRequest::send)
                .compose(FetchedKeySet::bodyOf)
                .map(body -> parse(body.toString()))
                .recover(failure -> Future.failedFuture(
                        new IllegalStateException(url.get() + " does not serve them: " + failure, failure)));
    }

    private static Future<Buffer> bodyOf(HttpClientResponse response) {
        return response.statusCode() == 200
                ? response.body()
                : Future.failedFuture(new IllegalStateException("HTTP status " + response.statusCode()));
    }

    private static Map<String, PublicKey> parse(String json) {
        try {
            Map<String, PublicKey> keys = new HashMap<>();
            for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
                if (key instanceof PublicJsonWebKey published && key.getKeyId() != null) {
                    keys.put(key.getKeyId(), published.getPublicKey());
                }
            }
            return Map.copyOf(keys);
        } catch (JoseException e) {
            throw new IllegalStateException("The answer is no key set", e);
        }
    }

    private HttpClient client() {
        HttpClient existing = client.get();
        if (existing != null) {
            return existing;
        }
        HttpClient made = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(patienceMillis));
        if (client.compareAndSet(null, made)) {
            return made;
        }
        Future<Void> unused = made.close();
        return client();
    }

    @PreDestroy
    void close() {
        HttpClient existing = client.get();
        if (existing != null) {
            Future<Void> unused = existing.close();
        }
    }
}
