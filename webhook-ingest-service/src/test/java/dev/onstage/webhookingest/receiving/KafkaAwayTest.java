package dev.onstage.webhookingest.receiving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.servers.EmbeddedKafkaBroker;
import dev.onstage.servers.TopicSetup;
import dev.onstage.webhookingest.SignedDeliveries;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(AbsentKafkaResource.class)
class KafkaAwayTest {
    private static final int PORT = Integer.getInteger(AbsentKafkaResource.PORT_PROPERTY, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What the sender grants us. */
    private static final Duration PROVIDER_TIMEOUT = Duration.ofSeconds(6);

    @TempDir
    Path directory;

    @Test
    void shouldAcknowledgeOnlyWhatKafkaHas() {
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(503);
        assertRefusedInTime(deliver());

        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory.resolve("kafka"), PORT)) {
            TopicSetup.createTopics(broker.bootstrapServers());
            await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
            await().atMost(PATIENCE).until(() -> deliver().statusCode() == 204);
        }
        assertRefusedInTime(deliver());
        assertRefusesTheSurplusAtOnce();
        assertThat(given().get("/q/health/ready").statusCode())
                .as("ready all the same: another instance would do no better")
                .isEqualTo(200);

        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory.resolve("kafka"), PORT)) {
            await().atMost(PATIENCE).until(() -> broker.isRunning() && deliver().statusCode() == 204);
        }
    }

    private static void assertRefusedInTime(Response response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.jsonPath().getString("type")).isEqualTo("/problems/overloaded");
        assertThat(response.time()).isLessThan(PROVIDER_TIMEOUT.toMillis());
    }

    /** Two may wait for Kafka; the others are told at once. */
    private static void assertRefusesTheSurplusAtOnce() {
        ExecutorService senders = Executors.newFixedThreadPool(12);
        List<Response> answers = Stream.generate(() -> CompletableFuture.supplyAsync(KafkaAwayTest::deliver, senders))
                .limit(12)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        senders.shutdown();

        assertThat(answers).allSatisfy(KafkaAwayTest::assertRefusedInTime);
        assertThat(answers)
                .extracting(answer -> answer.jsonPath().getString("detail"))
                .contains("Too many deliveries are waiting for Kafka.", "Kafka did not confirm the delivery in time.");
    }

    private static Response deliver() {
        byte[] body = ("{\"type\":\"ingress.stopped\",\"created_at\":\"" + Instant.now()
                        + "\",\"call_cid\":\"livestream:a\",\"ingress_stream_id\":\"i\",\"user_id\":\"u\"}")
                .getBytes(StandardCharsets.UTF_8);
        return given().contentType("application/json")
                .header("X-Api-Key", SignedDeliveries.API_KEY)
                .header("X-Signature", SignedDeliveries.sign(body, SignedDeliveries.SECRET))
                .body(body)
                .post("/api/webhooks/getstream");
    }
}
