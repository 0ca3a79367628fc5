package dev.onstage.webhookingest.spooling;

import static dev.onstage.webhookingest.spooling.SpoolFixture.PATIENCE;
import static dev.onstage.webhookingest.spooling.SpoolFixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.Topic;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.publishing.TestPublisher;
import dev.onstage.webhookingest.verification.TestVerifier;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpoolRelayTest {
    private static final String LEASE = "webhook-spool-relay";

    /** Means one event: with the delivery itself two records. */
    private static final byte[] ONE_EVENT = SignedDeliveries.example("ingress.stopped");

    private SpoolFixture spool;
    private TestPublisher confirming;
    private TestPublisher waiting;

    @BeforeAll
    void start() {
        spool = new SpoolFixture("spool_relay");
    }

    @AfterAll
    void stop() {
        spool.close();
    }

    @BeforeEach
    void clear() {
        spool.clear();
        confirming = new TestPublisher(true);
        waiting = new TestPublisher(false);
    }

    @AfterEach
    void close() {
        confirming.close();
        waiting.close();
    }

    @Test
    void shouldPublishWhatTheReceiptWouldHaveOldestFirst() {
        List<SpooledDelivery> rows = new ArrayList<>(List.of(
                row(1, SignedDeliveries.example("call.session_started")),
                row(2, SignedDeliveries.gzip(SignedDeliveries.example("message.new"))),
                row(3, SignedDeliveries.example("call.live_started"), DeliveryOutcome.QUARANTINED),
                row(4, ONE_EVENT)));
        List<String> inOrder = keys(rows);
        Collections.shuffle(rows, new Random(5));
        spool.insert(rows);

        assertThat(cycle(spool.relay(confirming, "a", Map.of()))).isTrue();

        assertThat(spool.ids()).isEmpty();
        assertThat(spool.knowsItsLevel()).isTrue();
        assertThat(deliveries(confirming)).extracting(ProducerRecord::key).isEqualTo(inOrder);
        assertThat(deliveries(confirming)).allSatisfy(one -> {
            assertThat(header(one, "via_spool")).isEqualTo("true");
            assertThat(header(one, "webhook_attempt")).isEqualTo("2");
        });
        assertThat(confirming.sent())
                .as("the trace of the request goes with everything it led to")
                .allSatisfy(one -> assertThat(header(one, "traceparent"))
                        .isEqualTo(rows.get(0).traceParent()));
        assertThat(described(events(confirming)))
                .isEqualTo(publishedAtReceipt("call.session_started", "message.new", "ingress.stopped"));
    }

    @Test
    void shouldNotShowWhatWasTrueBeforeTheDatabaseWasAway() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        spool.insert(rows(2));
        SpoolRelay relay = spool.relay(confirming, "a", Map.of(), metrics);
        Gauge depth = metrics.get("webhook.spool.depth").gauge();
        assertThat(depth.value()).as("before it was asked").isNaN();
        assertThat(cycle(relay)).isTrue();
        assertThat(depth.value()).isEqualTo(2);

        execute("ALTER TABLE webhook_spool RENAME TO webhook_spool_away");
        try {
            assertThatThrownBy(() -> cycle(relay)).isInstanceOf(PgException.class);
            assertThat(depth.value()).isNaN();
        } finally {
            execute("ALTER TABLE webhook_spool_away RENAME TO webhook_spool");
        }

        assertThat(cycle(relay)).isFalse();
        assertThat(depth.value()).isZero();
    }

    private void execute(String sql) {
        spool.pool().query(sql).execute().await().atMost(PATIENCE);
    }

    @Test
    void shouldDeleteExactlyWhatKafkaConfirmed() {
        List<SpooledDelivery> rows = rows(6);
        spool.insert(rows);
        SpoolRelay relay = spool.relay(waiting, "a", Map.of());
        CompletableFuture<Boolean> cycle = relay.cycle().subscribeAsCompletionStage();
        awaitSent(12);

        confirm(2);
        waiting.failNext(new TimeoutException("the event of the second"));
        confirm(2);
        waiting.failNext(new TimeoutException("the delivery of the third"));
        confirm(6);

        assertThat(cycle).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(spool.ids()).isEqualTo(ids(rows.subList(1, 3)));
        assertThat(spool.knowsItsLevel()).isTrue();

        CompletableFuture<Boolean> next = relay.cycle().subscribeAsCompletionStage();
        awaitSent(16);
        confirm(4);
        assertThat(next).succeedsWithin(PATIENCE);
        assertThat(spool.ids()).isEmpty();
    }

    @Test
    void shouldKeepEverythingWhileKafkaIsAwayAndAskWithOneDelivery() {
        spool.insert(rows(8));
        SpoolRelay relay = spool.relay(waiting, "a", Map.of("relay-rows", "3"));
        CompletableFuture<Boolean> cycle = relay.cycle().subscribeAsCompletionStage();
        awaitSent(6);

        for (int i = 0; i < 6; i++) {
            waiting.failNext(new TimeoutException("away"));
        }

        assertThat(cycle).succeedsWithin(PATIENCE).isEqualTo(false);
        assertThat(spool.count()).isEqualTo(8);
        assertThat(waiting.publisher().isBreakerOpen()).isTrue();
        assertThat(cycle(relay)).isFalse();
        assertThat(waiting.sent()).as("not asked again so soon").hasSize(6);
    }

    @Test
    void shouldDeleteNothingAfterItsLeaseWasLost() {
        spool.insert(rows(3));
        SpoolRelay relay = spool.relay(waiting, "a", Map.of());
        CompletableFuture<Boolean> paused = relay.cycle().subscribeAsCompletionStage();
        awaitSent(6);

        spool.takeLease(LEASE);
        confirm(6);

        assertThat(paused).succeedsWithin(PATIENCE).isEqualTo(false);
        assertThat(spool.count()).isEqualTo(3);
        assertThat(cycle(relay)).as("somebody else's turn").isFalse();
        assertThat(waiting.sent()).hasSize(6);

        spool.endLeases();
        assertThat(cycle(spool.relay(confirming, "b", Map.of()))).isTrue();
        assertThat(spool.ids()).isEmpty();
        assertThat(described(events(confirming))).isEqualTo(described(events(waiting)));
    }

    @Test
    void shouldGiveTheLeaseBackWhenItStops() {
        spool.insert(rows(4));
        SpoolRelay one = spool.relay(confirming, "a", Map.of("relay-rows", "2"));
        SpoolRelay other = spool.relay(confirming, "b", Map.of("relay-rows", "2"));
        assertThat(cycle(one)).isTrue();
        assertThat(cycle(other)).isFalse();
        assertThat(spool.count()).isEqualTo(2);

        one.stop(new ShutdownEvent());

        assertThat(cycle(other)).isTrue();
        assertThat(spool.ids()).isEmpty();
    }

    /** Leases end at any moment, as if relays were paused; meanwhile deliveries still come in. */
    @Test
    void shouldLoseNothingWhenTwoRelaysTakeTurns() {
        Map<String, String> settings = Map.of("poll-interval", "5ms", "relay-rows", "7");
        List<SpooledDelivery> rows = rows(300);
        spool.insert(rows.subList(0, 150));
        SpoolRelay one = spool.relay(confirming, "a", settings);
        SpoolRelay other = spool.relay(confirming, "b", settings);

        one.start(new StartupEvent());
        other.start(new StartupEvent());
        for (SpooledDelivery late : rows.subList(150, 300)) {
            spool.insert(List.of(late));
            spool.endLeases();
        }
        await().atMost(PATIENCE).until(() -> spool.count() == 0);
        one.stop(new ShutdownEvent());
        other.stop(new ShutdownEvent());

        assertThat(deliveries(confirming).stream().map(ProducerRecord::key).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(keys(rows));
        assertThat(described(events(confirming)).stream().distinct())
                .as("all of the same body, so all equal")
                .hasSize(1);
        assertThat(spool.knowsItsLevel()).isTrue();
    }

    @Test
    void shouldNotBeHeldUpByWhatCannotBeReadAnyMore() {
        byte[] damaged = SignedDeliveries.gzip(ONE_EVENT);
        damaged[damaged.length / 2] ^= 0x55;
        List<SpooledDelivery> rows = List.of(
                row(1, ONE_EVENT),
                row(2, "no JSON at all".getBytes(StandardCharsets.UTF_8)),
                row(3, damaged),
                row(4, SignedDeliveries.gzip(new byte[1 << 20])),
                row(5, "{\"type\":\"call.ended\"}".getBytes(StandardCharsets.UTF_8), DeliveryOutcome.QUARANTINED),
                row(6, new byte[0]),
                row(7, ONE_EVENT));
        spool.insert(rows);

        assertThat(cycle(spool.relay(confirming, "a", Map.of()))).isTrue();

        assertThat(spool.ids()).isEmpty();
        assertThat(deliveries(confirming)).extracting(ProducerRecord::key).isEqualTo(keys(rows));
        assertThat(deliveries(confirming))
                .extracting(one -> header(one, "outcome"))
                .as("the secrets it was signed with are gone as well, which matters no more")
                .containsExactly("accepted", "refused", "refused", "refused", "refused", "refused", "accepted");
        assertThat(deliveries(confirming))
                .extracting(one -> one.value().length)
                .containsExactlyElementsOf(
                        rows.stream().map(one -> one.body().length()).toList());
        assertThat(events(confirming)).hasSize(2);
    }

    /** Its bytes were acknowledged, so they go to the journal all the same, from where they can be replayed. */
    @Test
    void shouldNotAskAgainWithEventsThatAreTooLarge() {
        List<SpooledDelivery> rows = rows(2);
        spool.insert(rows);
        CompletableFuture<Boolean> cycle =
                spool.relay(waiting, "a", Map.of()).cycle().subscribeAsCompletionStage();
        awaitSent(4);

        waiting.failNext(new RecordTooLargeException("the event of the first"));
        awaitSent(5);
        confirm(4);

        assertThat(cycle).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(spool.ids()).isEmpty();
        ProducerRecord<String, byte[]> last = waiting.sent().get(4);
        assertThat(last.key()).isEqualTo(keys(rows).get(0));
        assertThat(header(last, "outcome")).isEqualTo("quarantined");
        assertThat(last.value()).isEqualTo(ONE_EVENT);
    }

    private void awaitSent(int records) {
        await().atMost(PATIENCE).until(() -> waiting.sent().size() == records);
    }

    private void confirm(int records) {
        for (int i = 0; i < records; i++) {
            waiting.confirmNext();
        }
    }

    private static boolean cycle(SpoolRelay relay) {
        return relay.cycle().await().atMost(PATIENCE);
    }

    private static List<SpooledDelivery> rows(int count) {
        return IntStream.range(0, count).mapToObj(i -> row(i, ONE_EVENT)).toList();
    }

    private static List<UUID> ids(List<SpooledDelivery> rows) {
        return rows.stream().map(SpooledDelivery::deliveryId).toList();
    }

    private static List<String> keys(List<SpooledDelivery> rows) {
        return ids(rows).stream().map(Object::toString).toList();
    }

    /** The events of these examples as they go to Kafka without a detour, the trace left out. */
    private static List<String> publishedAtReceipt(String... examples) {
        try (TestPublisher direct = new TestPublisher(true)) {
            for (String example : examples) {
                direct.publish(
                                new DeliveryNormaliser()
                                        .normalise(TestVerifier.verified(SignedDeliveries.example(example))),
                                DeliveryOutcome.ACCEPTED)
                        .join();
            }
            return described(events(direct));
        }
    }

    private static List<ProducerRecord<String, byte[]>> deliveries(TestPublisher kafka) {
        return kafka.sent().stream().filter(SpoolRelayTest::isDelivery).toList();
    }

    private static List<ProducerRecord<String, byte[]>> events(TestPublisher kafka) {
        return kafka.sent().stream().filter(one -> !isDelivery(one)).toList();
    }

    private static boolean isDelivery(ProducerRecord<String, byte[]> one) {
        return one.topic().equals(Topic.PROVIDER_DELIVERIES.topicName());
    }

    private static List<String> described(List<ProducerRecord<String, byte[]>> records) {
        return records.stream()
                .map(one -> {
                    List<String> headers = new ArrayList<>();
                    one.headers().forEach(header -> {
                        if (!header.key().equals("traceparent")) {
                            headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
                        }
                    });
                    return one.topic() + " " + one.key() + " " + headers + " "
                            + new String(one.value(), StandardCharsets.UTF_8);
                })
                .toList();
    }

    private static @Nullable String header(ProducerRecord<String, byte[]> one, String key) {
        var header = one.headers().lastHeader(key);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
