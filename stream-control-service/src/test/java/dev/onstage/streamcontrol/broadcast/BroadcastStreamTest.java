package dev.onstage.streamcontrol.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** The stream of states that the dashboard follows. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(ProviderResource.class)
class BroadcastStreamTest {

    private static final Logger LOG = Logger.getLogger(BroadcastStreamTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Inject
    Pool pool;

    @Test
    void shouldPushEveryStateOnce() {
        // Given: everything about the encoder is told, and nobody else checks the channel meanwhile
        Studio studio = Studio.rehearsing();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(studio.broadcast().getString("encoder.clientName"))
                        .isEqualTo("OBS Studio"));
        keepFromTheReconciler(studio);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(studio.warnings()).isEmpty());
        try (Reader reader = new Reader(studio)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reader.states()).containsExactly("READY"));

            // When
            studio.post("/go-live", Map.of()).statusCode(200);
            studio.post("/stop-live", Map.of()).statusCode(200);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(reader.states()).contains("LIVE").endsWith("READY");
                assertThat(reader.last().path("lastSession").path("endReason").asText())
                        .isEqualTo("BROADCASTER");
            });
            assertThat(reader.events).allMatch(event -> event.equals("broadcast"));
            assertThat(reader.received).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldPushWithoutWaitingWhenACallGoesLiveAtTheProvider() {
        // Given
        Studio studio = Studio.rehearsing();
        try (Reader reader = new Reader(studio)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reader.states()).isNotEmpty());

            // When
            long begun = System.nanoTime();
            studio.atProvider("go_live");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> assertThat(reader.states())
                    .endsWith("LIVE"));

            // Then: how long it took is for the benchmark to judge
            LOG.infof("Live at the provider to pushed: %d ms", (System.nanoTime() - begun) / 1_000_000);
            studio.post("/stop-live", Map.of()).statusCode(200);
        }
    }

    @Test
    void shouldEndWhenItsReaderSignsOut() {
        Studio studio = Studio.created();
        try (Reader reader = new Reader(studio)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reader.states()).isNotEmpty());

            RestAssured.given()
                    .auth()
                    .oauth2(studio.token)
                    .post("/api/auth/sign-out")
                    .then()
                    .statusCode(204);

            await().atMost(PATIENCE).until(reader.reading::isDone);
            assertThat(reader.reading).isCompleted();
        }
    }

    private void keepFromTheReconciler(Studio studio) {
        pool.preparedQuery("UPDATE broadcasts SET lease_owner = 'test', lease_token = lease_token + 1,"
                        + " lease_until = now() + interval '1 h' WHERE channel_id = $1")
                .execute(Tuple.of(studio.channelId))
                .await()
                .atMost(PATIENCE);
    }

    /** A reader of server-sent events. */
    private static final class Reader implements AutoCloseable {

        final List<String> events = new CopyOnWriteArrayList<>();
        final List<JsonNode> received = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> reading;

        Reader(Studio studio) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + RestAssured.port + studio.path("/broadcast/events")))
                    .header("Authorization", "Bearer " + studio.token)
                    .header("Accept", "text/event-stream")
                    .build();
            reading = HttpClient.newHttpClient()
                    .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                    .thenAcceptAsync(response -> response.body().forEach(this::line));
        }

        private void line(String line) {
            if (line.startsWith("event:")) {
                events.add(line.substring("event:".length()).strip());
            }
            if (line.startsWith("data:")) {
                try {
                    received.add(MAPPER.readTree(line.substring("data:".length())));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException("Not JSON: " + line, e);
                }
            }
        }

        List<String> states() {
            return received.stream().map(node -> node.path("state").asText()).toList();
        }

        JsonNode last() {
            return received.get(received.size() - 1);
        }

        @Override
        public void close() {
            reading.cancel(true);
        }
    }
}
