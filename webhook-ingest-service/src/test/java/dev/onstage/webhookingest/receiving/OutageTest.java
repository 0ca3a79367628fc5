package dev.onstage.webhookingest.receiving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.Topic;
import dev.onstage.servers.DatabaseSetup;
import dev.onstage.servers.EmbeddedKafkaBroker;
import dev.onstage.servers.EmbeddedPostgresServer;
import dev.onstage.servers.TopicSetup;
import dev.onstage.testing.Json;
import dev.onstage.testing.Management;
import dev.onstage.testing.TestKafka;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.publishing.DeliveryPublisher;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One story, since every change of the servers takes seconds: nothing that was acknowledged is lost in any part of it. */
@QuarkusTest
@WithTestResource(AbsentServersResource.class)
class OutageTest {
    private static final int KAFKA_PORT = Integer.getInteger(AbsentServersResource.KAFKA_PORT, 0);
    private static final int POSTGRES_PORT = Integer.getInteger(AbsentServersResource.POSTGRES_PORT, 0);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What the sender grants us for an answer, whatever it is. */
    private static final Duration PROVIDER_TIMEOUT = Duration.ofSeconds(6);

    @Inject
    Pool pool;

    @Inject
    DeliveryPublisher publisher;

    @Inject
    InFlight inFlight;

    @TempDir
    Path directory;

    private final List<String> acknowledged = new ArrayList<>();
    private final GrantedTime time = new GrantedTime();
    private Duration slowest = Duration.ZERO;

    @AfterEach
    void stopTheClock() {
        time.close();
    }

    @Test
    void shouldAcknowledgeWhatKafkaOrTheSpoolHasAndNothingElse() {
        assertThat(Management.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(Management.get("/q/health/ready").statusCode()).isEqualTo(503);
        assertRefused(deliver("before-anything"), "The delivery could not be stored.");

        EmbeddedPostgresServer postgres = startPostgres();
        awaitReady();
        deliverAcknowledged("spooled-", 30);
        assertThat(rowsInSpool()).isGreaterThanOrEqualTo(30);
        assertThat(publisher.isBreakerOpen()).isTrue();

        EmbeddedKafkaBroker kafka = startKafka();
        await().atMost(PATIENCE).until(() -> rowsInSpool() == 0);
        assertThat(acknowledgedInKafka()).isEqualTo(acknowledged);
        assertDrainedOldestFirst();
        assertThat(publisher.isBreakerOpen()).isFalse();

        postgres.close();
        deliverAcknowledged("without-postgres-", 20);
        awaitReady();
        assertThat(acknowledgedInKafka()).isEqualTo(acknowledged);

        postgres = startPostgres();
        kafka.close();
        deliverAcknowledged("without-kafka-", 20);
        awaitReady();

        postgres.close();
        assertRefused(deliver("without-both"), "The delivery could not be stored.");
        assertRefusesTheSurplus();
        assertThat(Management.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(Management.get("/q/health/ready").statusCode())
                .as("it is there to say so")
                .isEqualTo(200);

        kafka = startKafka();
        postgres = startPostgres();
        await().atMost(PATIENCE).until(() -> rowsInSpool() == 0);
        assertThat(acknowledgedInKafka()).containsAll(acknowledged);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(journalled()).containsAll(acknowledged));
        assertThat(journalled()).doesNotHaveDuplicates();
        assertThat(slowest).isLessThan(PROVIDER_TIMEOUT);
        kafka.close();
        postgres.close();
    }

    private EmbeddedPostgresServer startPostgres() {
        EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(directory.resolve("postgres"), POSTGRES_PORT);
        DatabaseSetup.createSchemas(postgres, AbsentServersResource.DATABASE, AbsentServersResource.PASSWORD);
        return postgres;
    }

    private EmbeddedKafkaBroker startKafka() {
        EmbeddedKafkaBroker kafka = EmbeddedKafkaBroker.start(directory.resolve("kafka"), KAFKA_PORT);
        TopicSetup.createTopics(kafka.bootstrapServers());
        return kafka;
    }

    private static void awaitReady() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        Management.get("/q/health/ready").statusCode())
                .isEqualTo(200));
    }

    /** As the sender does: what a slow server could not take in time is refused, and comes once more. */
    private void deliverAcknowledged(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            String delivery = prefix + i + "-";
            AtomicInteger tries = new AtomicInteger();
            await().atMost(PATIENCE).untilAsserted(() -> {
                String webhookId = delivery + tries.incrementAndGet();
                Response response = deliver(webhookId);
                assertThat(response.statusCode())
                        .as(webhookId + response.asString())
                        .isEqualTo(204);
                acknowledged.add(webhookId);
            });
        }
    }

    private static void assertRefused(Response response, String why) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(Json.of(response).getString("type")).isEqualTo("/problems/overloaded");
        assertThat(Json.of(response).getString("detail")).startsWith(why);
    }

    /** As many as may be under way are, and wait for the rest of their bodies. */
    private void assertRefusesTheSurplus() {
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < AbsentServersResource.MAX_IN_FLIGHT; i++) {
                senders.add(beginDelivery());
            }
            await().atMost(PATIENCE).until(() -> inFlight.deliveries() == AbsentServersResource.MAX_IN_FLIGHT);
            assertRefused(deliver("surplus"), "Too many deliveries are under way.");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            senders.forEach(OutageTest::hangUp);
        }
        await().atMost(PATIENCE).until(() -> inFlight.deliveries() == 0);
    }

    private static Socket beginDelivery() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.getOutputStream()
                .write(
                        ("POST /api/webhooks/getstream HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\nX-Api-Key: "
                                        + SignedDeliveries.API_KEY + "\r\nX-Signature: " + "0".repeat(64) + "\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void hangUp(Socket sender) {
        try {
            sender.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Response deliver(String webhookId) {
        byte[] body = ("{\"type\":\"ingress.stopped\",\"created_at\":\"" + Instant.now()
                        + "\",\"call_cid\":\"livestream:a\",\"ingress_stream_id\":\"" + webhookId
                        + "\",\"user_id\":\"u\"}")
                .getBytes(StandardCharsets.UTF_8);
        Duration began = time.elapsed();
        Response answer = given().contentType("application/json")
                .header("X-Api-Key", SignedDeliveries.API_KEY)
                .header("X-Webhook-Id", webhookId)
                .header("X-Signature", SignedDeliveries.sign(body, SignedDeliveries.SECRET))
                .body(body)
                .post("/api/webhooks/getstream");
        Duration took = time.elapsed().minus(began);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        return answer;
    }

    private long rowsInSpool() {
        return pool.query("SELECT count(*) FROM webhook_spool")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(PATIENCE);
    }

    /** The webhook ids of what was acknowledged, as often as the journal has them. */
    private List<String> journalled() {
        return pool.query("SELECT webhook_id FROM webhook_deliveries")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("webhook_id"))
                        .filter(acknowledged::contains)
                        .toList())
                .await()
                .atMost(PATIENCE);
    }

    /** The webhook ids of what was acknowledged whose delivery and whose event are both in Kafka, in order of receipt. */
    private List<String> acknowledgedInKafka() {
        String events = read(Topic.PROVIDER_CALL).stream()
                .map(one -> new String(one.value(), StandardCharsets.UTF_8))
                .reduce("", String::concat);
        return read(Topic.PROVIDER_DELIVERIES).stream()
                .sorted(Comparator.comparing(ConsumerRecord::key))
                .map(one -> header(one, "webhook_id"))
                .filter(acknowledged::contains)
                .filter(id -> events.contains("\"" + id + "\""))
                .distinct()
                .toList();
    }

    /** The order of the ids is the order of receipt; between partitions nobody promises any. */
    private static void assertDrainedOldestFirst() {
        List<ConsumerRecord<String, byte[]>> drained = read(Topic.PROVIDER_DELIVERIES);
        assertThat(drained).allMatch(one -> one.headers().lastHeader("via_spool") != null);
        for (int partition = 0; partition < Topic.PROVIDER_DELIVERIES.partitions(); partition++) {
            int wanted = partition;
            assertThat(drained.stream().filter(one -> one.partition() == wanted).map(ConsumerRecord::key))
                    .isSorted();
        }
    }

    private static List<ConsumerRecord<String, byte[]>> read(Topic topic) {
        return TestKafka.readAll(topic.topicName(), "127.0.0.1:" + KAFKA_PORT);
    }

    private static String header(ConsumerRecord<String, byte[]> kafkaRecord, String key) {
        return new String(kafkaRecord.headers().lastHeader(key).value(), StandardCharsets.UTF_8);
    }
}
