package dev.onstage.webhookingest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.journal.DeliveryCursor;
import dev.onstage.webhookingest.journal.DeliveryFilter;
import dev.onstage.webhookingest.journal.DeliveryRow;
import dev.onstage.webhookingest.journal.EntryBuilder;
import dev.onstage.webhookingest.journal.JournalFixture;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.publishing.TestPublisher;
import dev.onstage.webhookingest.replay.ReplayAnswer.LeftOut;
import dev.onstage.webhookingest.replay.ReplayAnswer.Reason;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is sent, and what is said when Kafka stops in the middle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplaySenderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] BODY = SignedDeliveries.example("call.updated");

    private final List<Instant> sent = new ArrayList<>();

    private JournalFixture journal;

    @BeforeAll
    void start() {
        journal = new JournalFixture("replay_sender");
    }

    @AfterAll
    void stop() {
        journal.close();
    }

    @Test
    void shouldSayWhatWasSentWhenKafkaStops() {
        List<DeliveryRow> rows = rows(10);
        ReplayTally tally = new ReplayTally();
        ReplaySender failing = sender(
                "1000",
                "1000",
                delivery -> sent.size() == 4
                        ? Uni.createFrom().failure(new IllegalStateException("Kafka is away"))
                        : send(delivery));

        assertThatThrownBy(() -> failing.send(rows, tally, null, null).await().atMost(PATIENCE))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED);
                    assertThat(problem.members())
                            .containsEntry("deliveries", 4L)
                            .containsEntry(
                                    "next", DeliveryCursor.of(rows.get(3)).encode());
                    assertThat(problem.detail()).contains("4 deliveries").doesNotContain("away");
                });
        assertThat(sent).isEqualTo(times(rows.subList(0, 4)));
    }

    @Test
    void shouldTellToBeginAgainWhereItBeganWhenNothingWasSent() {
        List<DeliveryRow> rows = rows(2);
        ReplaySender failing =
                sender("1000", "1000", delivery -> Uni.createFrom().failure(new IllegalStateException()));
        DeliveryCursor begin = DeliveryCursor.of(rows.get(0));

        assertThatThrownBy(() -> failing.send(rows.subList(1, 2), new ReplayTally(), begin, null)
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.members())
                        .containsEntry("next", begin.encode()));
    }

    @Test
    void shouldNotSendFasterThanAllowed() {
        List<DeliveryRow> rows = rows(11);
        Instant begun = Instant.now();

        String next = send(sender("1000", "20", this::send), rows, new ReplayTally());

        assertThat(next).isNull();
        assertThat(sent).isEqualTo(times(rows));
        assertThat(Duration.between(begun, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void shouldStopAtItsBound() {
        List<DeliveryRow> rows = rows(7);
        ReplayTally tally = new ReplayTally();

        String next = send(sender("5", "1000", this::send), rows, tally);

        assertThat(next).isEqualTo(DeliveryCursor.of(rows.get(4)).encode());
        assertThat(sent).isEqualTo(times(rows.subList(0, 5)));
        assertThat(tally.deliveries()).isEqualTo(5);
    }

    @Test
    void shouldSendOneWhenThereIsNoTime() {
        List<DeliveryRow> rows = rows(3);
        ReplayTally tally = new ReplayTally();

        String next = send(sender("1000", "1000", this::send, Duration.ofSeconds(1)), rows, tally);

        assertThat(next).isEqualTo(DeliveryCursor.of(rows.get(0)).encode());
        assertThat(sent).isEqualTo(times(rows.subList(0, 1)));
        assertThat(tally.deliveries()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutWhatCannotBeSent() {
        String channelId = "c-" + UUID.randomUUID();
        Instant now = Instant.now();
        List<DeliveryRow> rows = store(
                channelId,
                List.of(
                        EntryBuilder.at(now).keepBody(false).type("message.new"),
                        EntryBuilder.at(now.plusMillis(1)).outcome(DeliveryOutcome.REFUSED),
                        EntryBuilder.at(now.plusMillis(2)).body(new byte[] {1}),
                        EntryBuilder.at(now.plusMillis(3))
                                .outcome(DeliveryOutcome.IGNORED)
                                .type("call.teleported")
                                .body("{\"type\":\"call.teleported\"}".getBytes(StandardCharsets.UTF_8)),
                        EntryBuilder.at(now.plusMillis(4))
                                .outcome(DeliveryOutcome.IGNORED)
                                .body(SignedDeliveries.gzip(BODY))
                                .compressed()));
        ReplayTally tally = new ReplayTally();

        send(sender("1000", "1000", this::send), rows, tally);

        assertThat(sent)
                .as("known by now, if not at its receipt")
                .containsExactly(rows.get(4).receivedAt());
        assertThat(tally.cannot())
                .containsExactlyInAnyOrder(
                        new LeftOut("message.new", Reason.BODY_DROPPED, 1),
                        new LeftOut("call.updated", Reason.REFUSED, 2),
                        new LeftOut("call.teleported", Reason.UNKNOWN_TYPE, 1));
    }

    /** Otherwise nothing behind it could ever be replayed. */
    @Test
    void shouldGoOnBehindWhatIsTooLarge() {
        List<DeliveryRow> rows = rows(3);
        ReplayTally tally = new ReplayTally();
        try (TestPublisher kafka = new TestPublisher(false)) {
            CompletableFuture<@Nullable String> replay = sender("1000", "1000", kafka.publisher()::publishEvents)
                    .send(rows, tally, null, null)
                    .subscribeAsCompletionStage();
            await().atMost(PATIENCE).until(() -> kafka.sent().size() == 1);
            kafka.failNext(new RecordTooLargeException("the first"));
            for (int sent = 2; sent <= 3; sent++) {
                int expected = sent;
                await().atMost(PATIENCE).until(() -> kafka.sent().size() == expected);
                kafka.confirmNext();
            }

            assertThat(replay).succeedsWithin(PATIENCE).isNull();
        }
        assertThat(tally.deliveries()).isEqualTo(2);
        assertThat(tally.cannot()).containsExactly(new LeftOut("call.updated", Reason.TOO_LARGE, 1));
    }

    private @Nullable String send(ReplaySender sender, List<DeliveryRow> rows, ReplayTally tally) {
        return sender.send(rows, tally, null, null).await().atMost(PATIENCE);
    }

    private Uni<Void> send(NormalisedDelivery delivery) {
        return Uni.createFrom()
                .item(delivery.delivery().receivedAt())
                .invoke(sent::add)
                .replaceWithVoid();
    }

    private List<DeliveryRow> rows(int count) {
        sent.clear();
        Instant now = Instant.now();
        return store(
                "c-" + UUID.randomUUID(),
                IntStream.range(0, count)
                        .mapToObj(i -> EntryBuilder.at(now.plusMillis(i)).body(BODY))
                        .toList());
    }

    private List<DeliveryRow> store(String channelId, List<EntryBuilder> entries) {
        sent.clear();
        journal.storeAll(entries.stream().map(entry -> entry.channel(channelId)).toList());
        return journal.deliveries()
                .oldest(DeliveryFilter.parse(channelId, null, null, null, null, null, null), null, 100)
                .await()
                .atMost(PATIENCE);
    }

    private static List<Instant> times(List<DeliveryRow> rows) {
        return rows.stream().map(DeliveryRow::receivedAt).toList();
    }

    private ReplaySender sender(
            String maxDeliveries, String perSecond, Function<NormalisedDelivery, Uni<Void>> publisher) {
        return sender(maxDeliveries, perSecond, publisher, Duration.ofMinutes(1));
    }

    private ReplaySender sender(
            String maxDeliveries,
            String perSecond,
            Function<NormalisedDelivery, Uni<Void>> publisher,
            Duration request) {
        ReplayConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ReplayConfig.class)
                .withDefaultValue("onstage.replay.max-deliveries", maxDeliveries)
                .withDefaultValue("onstage.replay.deliveries-per-second", perSecond)
                .build()
                .getConfigMapping(ReplayConfig.class);
        return new ReplaySender(
                journal.deliveries(), journal.bodies(), new DeliveryNormaliser(), publisher, config, request);
    }
}
