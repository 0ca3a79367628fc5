package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.CloudEventHeader;
import dev.onstage.events.EncoderBack;
import dev.onstage.events.EventType;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.Topic;
import dev.onstage.support.messaging.EventReader;
import dev.onstage.support.messaging.ReceivedEvent;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.support.outbox.OutboxRelayed;
import dev.onstage.support.outbox.RelayedEvent;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class OutboxRelayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    Outbox outbox;

    @Inject
    Pool pool;

    @Inject
    EventReader reader;

    @Inject
    Relayed relayed;

    @Inject
    MeterRegistry metrics;

    private final String channel = UUID.randomUUID().toString();

    @Test
    void shouldBringCommittedEventsToKafkaInOrderAndForgetThem() {
        append(1, 200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rowsLeft()).isZero());
        List<ConsumerRecord<String, byte[]>> records = records();
        assertThat(records).extracting(record -> seq(record)).containsExactlyElementsOf(range(1, 200));
        ReceivedEvent first = reader.read(records.get(0)).orElseThrow();
        assertThat(first.type()).isEqualTo(EventType.ENCODER_BACK);
        assertThat(first.event()).isEqualTo(event(1));
        assertThat(UUID.fromString(first.ceId()).version()).isEqualTo(7);
        assertThat(header(records.get(0), CloudEventHeader.SOURCE)).isEqualTo("support-test");
        assertThat(header(records.get(0), CloudEventHeader.SUBJECT)).isEqualTo(channel);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(relayed.seqs(channel)).containsExactlyElementsOf(range(1, 200)));
    }

    @Test
    void shouldSendMoreThanOneBatch() {
        pool.withTransaction(tx -> tx.query("""
                                INSERT INTO outbox_events (event_id, event_type, topic, record_key, payload, event_time)
                                SELECT gen_random_uuid(), 'dev.onstage.other.v1', 'stream.lifecycle.v1', '%s-' || n, '{}', now()
                                  FROM generate_series(1, 1700) n
                                """.formatted(channel)).execute())
                .await()
                .indefinitely();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rowsLeft()).isZero());
        assertThat(TestKafka.readAll(Topic.STREAM_LIFECYCLE.topicName()))
                .filteredOn(record -> record.key().startsWith(channel + "-"))
                .extracting(ConsumerRecord::key)
                .satisfies(keys -> assertThat(Set.copyOf(keys)).hasSize(1700));
    }

    @Test
    void shouldSendNothingOfATransactionThatFailed() {
        assertThatThrownBy(() -> pool.withTransaction(tx -> outbox.append(tx, channel, event(1))
                                .chain(ignored -> Uni.createFrom().failure(new IllegalStateException("refused"))))
                        .await()
                        .indefinitely())
                .hasMessage("refused");
        append(2, 2);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rowsLeft()).isZero());
        assertThat(records()).extracting(record -> seq(record)).containsExactly(2L);
    }

    @Test
    void shouldDeleteNothingAfterLosingItsLeaseAndSendAgainUnderTheSameIdOnceItHasOne() {
        append(1, 1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rowsLeft()).isZero());

        long seq = 2;
        try {
            while (!isSentAfterTheTheft(seq)) {
                // The relay looked after its lease before it found the event: it gets another lease, and is robbed
                // again.
                giveTheLeaseBack();
                seq++;
            }
            assertThat(rowsLeft()).as("sent under a stale lease: still there").isEqualTo(1);
            assertThat(relayed.seqs(channel)).containsExactlyElementsOf(range(1, seq - 1));
        } finally {
            giveTheLeaseBack();
        }
        assertThat(everyRecord()).extracting(record -> seq(record)).endsWith(seq, seq);
        assertThat(records()).extracting(record -> seq(record)).containsExactlyElementsOf(range(1, seq));
        List<Long> all = range(1, seq);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(relayed.seqs(channel)).containsExactlyElementsOf(all));
    }

    @Test
    void shouldTellHowMuchWaitsAndForHowLong() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(rowsLeft()).isZero();
            assertThat(leaseHeld()).isEqualTo(1);
        });
        pool.withTransaction(tx -> tx.query("UPDATE leases SET token = token + 1, owner = 'thief', held_until = now()"
                                + " + interval '1 day' WHERE name = 'outbox-relay'")
                        .execute()
                        .chain(() -> outbox.append(tx, channel, event(1)))
                        .chain(() -> outbox.append(tx, channel, event(2)))
                        .chain(() -> tx.query("UPDATE outbox_events SET written_at = now() - interval '1 hour'")
                                .execute()))
                .await()
                .indefinitely();

        try {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(gauge("outbox.depth")).isEqualTo(2);
                assertThat(gauge("outbox.age.seconds")).isBetween(3600.0, 7200.0);
                assertThat(leaseHeld()).isZero();
            });
        } finally {
            giveTheLeaseBack();
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(gauge("outbox.depth")).isZero();
            assertThat(gauge("outbox.age.seconds")).isZero();
            assertThat(leaseHeld()).isEqualTo(1);
        });
    }

    private double leaseHeld() {
        return metrics.get("lease.held").tag("lease", "outbox-relay").gauge().value();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    /** Steals the lease together with an event; false when the relay noticed the theft first. */
    private boolean isSentAfterTheTheft(long seq) {
        pool.withTransaction(tx -> outbox.append(tx, channel, event(seq))
                        .chain(() -> tx.query("UPDATE leases SET token = token + 1, owner = 'thief',"
                                        + " held_until = now() + interval '1 day'")
                                .execute()))
                .await()
                .indefinitely();
        double before = cycles();
        // Of two cycles that end from here on, the second began with the event there.
        await().atMost(PATIENCE)
                .until(() -> cycles() >= before + 2 || everyRecord().stream().anyMatch(record -> seq(record) == seq));
        return everyRecord().stream().anyMatch(record -> seq(record) == seq);
    }

    private double cycles() {
        return metrics.find("outbox.relay.cycles").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void giveTheLeaseBack() {
        execute("UPDATE leases SET held_until = now()");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rowsLeft()).isZero());
    }

    @ApplicationScoped
    static class Relayed {
        private final List<RelayedEvent> events = new CopyOnWriteArrayList<>();

        void observe(@Observes OutboxRelayed batch) {
            events.addAll(batch.events());
        }

        List<Long> seqs(String channel) {
            return events.stream()
                    .filter(event -> event.key().equals(channel))
                    .map(event -> ((LifecycleEvent) event.event()).seq())
                    .toList();
        }
    }

    private EncoderBack event(long seq) {
        return new EncoderBack(channel, seq, 1, new UUID(7, seq), Instant.parse("2026-11-20T19:00:00.123456Z"));
    }

    private void append(long fromSeq, long toSeq) {
        pool.withTransaction(tx -> Multi.createFrom()
                        .iterable(range(fromSeq, toSeq))
                        .onItem()
                        .transformToUniAndConcatenate(seq -> outbox.append(tx, channel, event(seq)))
                        .collect()
                        .last())
                .await()
                .indefinitely();
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }

    private long rowsLeft() {
        return pool.query("SELECT count(*) FROM outbox_events")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .indefinitely();
    }

    /** Each event once: what Kafka did not confirm in time is sent again under the same id. */
    private List<ConsumerRecord<String, byte[]>> records() {
        Map<String, ConsumerRecord<String, byte[]>> records = new LinkedHashMap<>();
        everyRecord().forEach(record -> records.putIfAbsent(ceId(record), record));
        return List.copyOf(records.values());
    }

    private List<ConsumerRecord<String, byte[]>> everyRecord() {
        return TestKafka.readAll(Topic.STREAM_LIFECYCLE.topicName()).stream()
                .filter(record -> record.key().equals(channel))
                .toList();
    }

    private long seq(ConsumerRecord<String, byte[]> kafkaRecord) {
        return ((LifecycleEvent) reader.read(kafkaRecord).orElseThrow().event()).seq();
    }

    private static String ceId(ConsumerRecord<String, byte[]> kafkaRecord) {
        return header(kafkaRecord, CloudEventHeader.ID);
    }

    private static String header(ConsumerRecord<String, byte[]> kafkaRecord, CloudEventHeader name) {
        return new String(kafkaRecord.headers().lastHeader(name.key()).value(), StandardCharsets.UTF_8);
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
