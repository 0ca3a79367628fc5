package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Figures that are pushed while a channel is live. */
@QuarkusTest
@WithTestResource(StackResource.class)
class StatsEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    RedisDataSource redis;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Test
    void shouldPushWhatMovesUntilTheReaderSignsOut() {
        StatsSeed seed = new StatsSeed(pool);
        seed.session("pushed", "before", Instant.now().minusSeconds(9_000), Duration.ofHours(1), 3, 4);
        CompletableFuture<Void> over = follow(
                "pushed", TestTokens.user("reader").broadcasterOf("pushed").sign());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(last().getString("session.title"))
                .isEqualTo("before"));
        assertThat(last().getBoolean("live")).isFalse();

        UUID sessionId = seed.live("pushed", Instant.now().minusSeconds(60));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(last().getBoolean("live")).isTrue();
            assertThat(last().getString("session.sessionId")).isEqualTo(sessionId.toString());
        });

        pool.query("UPDATE stream_sessions SET ended_at = now(), peak_viewers = 77 WHERE session_id = '" + sessionId
                        + "'")
                .executeAndAwait();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(last().getBoolean("live")).isFalse();
            assertThat(last().getInt("session.peakViewers")).isEqualTo(77);
        });
        assertThat(events()).as("only what changed is pushed").doesNotHaveDuplicates();
        assertThat(lines).contains("event:stats");
        await().atMost(PATIENCE).until(() -> lines.stream().anyMatch(line -> line.startsWith(":")));
        assertThat(over).isNotDone();

        redis.value(String.class).set("revoked:login-reader", "1");

        await().atMost(PATIENCE).until(over::isDone);
        assertThat(over).isCompleted();
    }

    @Test
    void shouldTellAChannelThatNeverWasLiveSo() {
        CompletableFuture<Void> over =
                follow("never", TestTokens.user("n").broadcasterOf("never").sign());

        await().atMost(PATIENCE).until(() -> !events().isEmpty());
        assertThat(events()).containsExactly("{\"live\":false,\"session\":null,\"chat\":[]}");
        redis.value(String.class).set("revoked:login-n", "1");
        await().atMost(PATIENCE).until(over::isDone);
    }

    private CompletableFuture<Void> follow(String channelId, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + RestAssured.port + "/api/stats/channels/" + channelId + "/events"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenAcceptAsync(response -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    response.body().forEach(lines::add);
                });
    }

    private List<String> events() {
        return lines.stream()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()))
                .toList();
    }

    private Json last() {
        List<String> events = events();
        assertThat(events).isNotEmpty();
        return Json.of(events.get(events.size() - 1));
    }
}
