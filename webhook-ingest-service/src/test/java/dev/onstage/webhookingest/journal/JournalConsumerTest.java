package dev.onstage.webhookingest.journal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.Topic;
import dev.onstage.testing.Management;
import dev.onstage.testing.OddTexts;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.publishing.DeliveryHeader;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From Kafka into the database. */
@QuarkusTest
@WithTestResource(StackResource.class)
class JournalConsumerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEAD_LETTERS = "provider.deliveries.v1.webhook-ingest.journal.dlq";

    private final String webhookId = UUID.randomUUID().toString();

    @Inject
    Pool pool;

    @Inject
    MeterRegistry metrics;

    @Inject
    PartitionService partitions;

    @BeforeEach
    void untilReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> Management.get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void shouldStoreADeliveryThatWasAcknowledged() {
        byte[] body = SignedDeliveries.example("message.new");

        given().contentType("application/json")
                .header("X-Api-Key", SignedDeliveries.API_KEY)
                .header("X-Signature", SignedDeliveries.sign(body, SignedDeliveries.SECRET))
                .header("X-Webhook-Id", webhookId)
                .header("X-Webhook-Attempt", "2")
                .body(body)
                .post("/api/webhooks/getstream")
                .then()
                .statusCode(204);

        Row row = awaitRows(1).get(0);
        assertThat(row.getString("event_type")).isEqualTo("message.new");
        assertThat(row.getInteger("attempt")).isEqualTo(2);
        assertThat(row.getString("outcome")).isEqualTo("QUARANTINED");
        assertThat(row.getBuffer("body").getBytes()).isEqualTo(body);
        assertThat(row.getInteger("size_bytes")).isEqualTo(body.length);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(metrics.get("webhook.step")
                        .tag("step", "journal")
                        .timer()
                        .count())
                .isPositive());
    }

    @Test
    void shouldStoreARecordOnceHoweverOftenItComes() {
        List<ProducerRecord<String, byte[]>> records =
                List.of(delivery("call.updated", "{}"), delivery("call.updated", "{}"));

        TestKafka.send(records);
        TestKafka.send(records);
        TestKafka.send(List.of(delivery("call.ended", "{}")));

        awaitRows(3);
        TestKafka.send(records);
        TestKafka.send(List.of(delivery("call.deleted", "{}")));
        awaitRows(4);
    }

    @Test
    void shouldPutAsideWhatCannotBeStoredAndStoreTheRest() {
        byte[] noise = new byte[1 << 20];
        new Random(5).nextBytes(noise);
        ProducerRecord<String, byte[]> large =
                new ProducerRecord<>(Topic.PROVIDER_DELIVERIES.topicName(), "no delivery id", noise);
        header(large, "webhook_id", webhookId);
        header(large, "ce_time", Instant.now().toString());
        ProducerRecord<String, byte[]> late = delivery("call.updated", "{}");
        late.headers().remove("ce_time");
        header(late, "ce_time", Instant.now().minus(Duration.ofDays(8)).toString());

        TestKafka.send(List.of(delivery("call.updated", "{}"), large, late, delivery("call.ended", "{}")));

        awaitRows(2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(deadLetters())
                .anySatisfy(dead -> {
                    assertThat(dead.value()).isEqualTo(noise);
                    assertThat(reason(dead)).isNotBlank();
                })
                .anySatisfy(dead -> assertThat(reason(dead)).startsWith("beyond-retention"))
                .extracting(ConsumerRecord::key)
                .containsOnly(large.key(), late.key()));
    }

    @Test
    void shouldNotBeStoppedByAnyTextOfADelivery() {
        List<ProducerRecord<String, byte[]>> odd = new ArrayList<>();
        for (DeliveryHeader text : DeliveryHeader.values()) {
            ProducerRecord<String, byte[]> changed = delivery("call.updated", "{}");
            changed.headers().remove(text.key());
            header(changed, text.key(), "odd\u0000");
            odd.add(changed);
        }
        byte[] body = "{\"call_cid\":\"livestream:main\",\"type\":\"ingress.started\",\"client_name\":\"OBS\"}"
                .getBytes(StandardCharsets.UTF_8);
        OddTexts.of(body).forEach(text -> odd.add(delivery("ingress.started", text)));
        TestKafka.send(odd);
        TestKafka.send(List.of(delivery("call.ended", "{}")));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(TestKafka.uncommitted(
                        Topic.PROVIDER_DELIVERIES.groups().get(0), Topic.PROVIDER_DELIVERIES.topicName()))
                .isZero());
        assertThat(storedTypes()).contains("call.ended");
    }

    private List<String> storedTypes() {
        List<String> types = new ArrayList<>();
        pool.preparedQuery("SELECT event_type FROM webhook_deliveries WHERE webhook_id = $1")
                .executeAndAwait(Tuple.of(webhookId))
                .forEach(row -> types.add(row.getString(0)));
        return types;
    }

    @Test
    void shouldKeepTheDeliveriesOfYesterdayThatTheSpoolHeld() {
        ProducerRecord<String, byte[]> spooled = delivery("ingress.started", "{\"call_cid\":\"livestream:main_2\"}");
        Instant receivedAt = Instant.now().minus(Duration.ofDays(1));
        spooled.headers().remove("ce_time");
        header(spooled, "ce_time", receivedAt.toString());
        header(spooled, "via_spool", "true");

        TestKafka.send(List.of(spooled));

        Row row = awaitRows(1).get(0);
        assertThat(row.getBoolean("via_spool")).isTrue();
        assertThat(row.getString("channel_id")).isEqualTo("main");
        assertThat(row.getOffsetDateTime("received_at").toInstant())
                .isCloseTo(receivedAt, within(1, ChronoUnit.MILLIS));
    }

    @Test
    void shouldStoreManyLargeOnesWithoutHoldingThemAll() {
        byte[] noise = new byte[1 << 20];
        new Random(6).nextBytes(noise);

        TestKafka.send(IntStream.range(0, 40)
                .mapToObj(i -> delivery("call.updated", noise))
                .toList());

        assertThat(awaitRows(40))
                .allSatisfy(row -> assertThat(row.getInteger("size_bytes")).isEqualTo(noise.length));
    }

    /** Records that have waited in Kafka for two minutes, next to fresh ones. */
    @Test
    void shouldLeaveOutBodiesThatComeByTheThousandWhileItIsBehind() {
        Instant longAgo = Instant.now().minus(Duration.ofMinutes(2));
        ProducerRecord<String, byte[]> quarantined = produced(longAgo, delivery("message.deleted", "{}"));
        quarantined.headers().remove("outcome");
        header(quarantined, "outcome", "quarantined");

        TestKafka.send(List.of(
                produced(longAgo, delivery("message.new", "{}")),
                produced(longAgo, delivery("call.session_participant_left", "{}")),
                produced(longAgo, delivery("call.session_ended", "{}")),
                produced(longAgo, delivery("ingress.stopped", "{}")),
                quarantined,
                delivery("message.updated", "{}")));

        assertThat(awaitRows(6))
                .filteredOn(row -> row.getBuffer("body") == null)
                .allSatisfy(row -> assertThat(row.getBoolean("body_dropped")).isTrue())
                .allSatisfy(row -> assertThat(row.getInteger("size_bytes")).isEqualTo(2))
                .extracting(row -> row.getString("event_type"))
                .containsExactlyInAnyOrder("message.new", "call.session_participant_left");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        metrics.get("webhook.journal.bodies.dropped").counter().count())
                .isGreaterThanOrEqualTo(2));
    }

    /** A request for every partition of every batch would be more than Kafka's client sends when batches are small. */
    @Test
    void shouldCommitTheOffsetsOfAllPartitionsTogether() {
        long commitsBefore = commits();
        long batchesBefore = batches();

        TestKafka.send(IntStream.range(0, 500)
                .mapToObj(i -> delivery("message.updated", "{}"))
                .toList());

        awaitRows(500);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        TestKafka.uncommitted("webhook-ingest.journal", Topic.PROVIDER_DELIVERIES.topicName()))
                .isZero());
        // One more: the commit of what came before this test may have been due.
        assertThat(commits() - commitsBefore).isBetween(1L, batches() - batchesBefore + 1);
    }

    @Test
    void shouldKeepItsPartitionsWithoutBeingTold() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate expired = today.minusDays(10);
        partitions.ensure(List.of(expired)).await().atMost(PATIENCE);
        TestKafka.send(List.of(delivery("call.updated", "{}")));
        awaitRows(1);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(days()).contains(today, today.plusDays(1)).doesNotContain(expired));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        metrics.get("webhook.journal.bytes").gauge().value())
                .isPositive());
    }

    /** The days that have a partition of the journal of their own or a part of one. */
    private List<LocalDate> days() {
        return StreamSupport.stream(
                        pool.query(
                                        "SELECT received_from FROM journal_partitions JOIN pg_class ON relname = partition_name")
                                .execute()
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .map(row -> row.getOffsetDateTime(0)
                        .atZoneSameInstant(ZoneOffset.UTC)
                        .toLocalDate())
                .toList();
    }

    private long commits() {
        double total = metrics.get("kafka.consumer.coordinator.commit.total").functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
        return Math.round(total);
    }

    private long batches() {
        return metrics.get("webhook.step").tag("step", "journal").timer().count();
    }

    private static ProducerRecord<String, byte[]> produced(Instant time, ProducerRecord<String, byte[]> made) {
        return new ProducerRecord<>(made.topic(), null, time.toEpochMilli(), made.key(), made.value(), made.headers());
    }

    private List<Row> awaitRows(int count) {
        await().atMost(PATIENCE).pollInterval(50, TimeUnit.MILLISECONDS).untilAsserted(() -> assertThat(rows())
                .hasSize(count));
        return rows();
    }

    private List<Row> rows() {
        return StreamSupport.stream(
                        pool.preparedQuery("SELECT * FROM webhook_deliveries WHERE webhook_id = $1")
                                .execute(Tuple.of(webhookId))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> deadLetters() {
        return TestKafka.readAll(DEAD_LETTERS).stream()
                .filter(dead -> Arrays.equals(
                        dead.headers().lastHeader("webhook_id").value(), webhookId.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static String reason(ConsumerRecord<String, byte[]> dead) {
        return new String(dead.headers().lastHeader("dead-letter-reason").value(), StandardCharsets.UTF_8);
    }

    private ProducerRecord<String, byte[]> delivery(String type, String body) {
        return delivery(type, body.getBytes(StandardCharsets.UTF_8));
    }

    private ProducerRecord<String, byte[]> delivery(String type, byte[] body) {
        ProducerRecord<String, byte[]> made = new ProducerRecord<>(
                Topic.PROVIDER_DELIVERIES.topicName(), UUID.randomUUID().toString(), body);
        header(made, "ce_time", Instant.now().toString());
        header(made, "webhook_id", webhookId);
        header(made, "api_key", SignedDeliveries.API_KEY);
        header(made, "event_type", type);
        header(made, "outcome", "accepted");
        return made;
    }

    private static void header(ProducerRecord<String, byte[]> made, String name, String value) {
        made.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
