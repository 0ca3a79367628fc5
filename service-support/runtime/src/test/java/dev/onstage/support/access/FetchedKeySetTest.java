package dev.onstage.support.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchedKeySetTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Many more than the client keeps connections. */
    private static final int GIVEN_UP = 100;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void shouldReadTheKeysThatAreServed() throws JoseException {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("k-1");
        FetchedKeySet keys = served(200, new JsonWebKeySet(key).toJson());

        assertThat(keys.read().await().atMost(PATIENCE)).containsOnlyKeys("k-1").containsValue(key.getPublicKey());
        keys.close();
    }

    @Test
    void shouldGoOnReadingAfterManyReadsWereGivenUp() {
        FetchedKeySet keys = served(200, "{\"keys\":[]}");

        for (int i = 0; i < GIVEN_UP; i++) {
            keys.read().subscribe().with(read -> {}).cancel();
        }

        assertThat(keys.read().await().atMost(PATIENCE)).isEmpty();
        keys.close();
    }

    @Test
    void shouldSeeEveryAnswerWhateverThreadAsks() {
        FetchedKeySet keys = served(200, "{\"keys\":[]}");

        for (int i = 0; i < GIVEN_UP; i++) {
            assertThat(keys.read().await().atMost(PATIENCE)).isEmpty();
        }
        keys.close();
    }

    @Test
    void shouldSayWhatIsServedInstead() {
        FetchedKeySet broken = served(502, "away");
        FetchedKeySet strange = served(200, "no keys");

        assertThatThrownBy(() -> broken.read().await().atMost(PATIENCE)).hasMessageContaining("HTTP status 502");
        assertThatThrownBy(() -> strange.read().await().atMost(PATIENCE)).hasMessageContaining("no key set");
        broken.close();
        strange.close();
    }

    private FetchedKeySet served(int status, String body) {
        HttpServer server = await(vertx.createHttpServer()
                .requestHandler(request -> answer(request, status, body))
                .listen(0, "127.0.0.1"));
        return new FetchedKeySet(
                vertx, Optional.of("http://127.0.0.1:" + server.actualPort() + "/jwks.json"), PATIENCE);
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        Future<Void> unused = request.response().setStatusCode(status).end(body);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
