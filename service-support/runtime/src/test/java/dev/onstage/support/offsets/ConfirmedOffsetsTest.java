package dev.onstage.support.offsets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commits that fail, one after another and across rebalances, against what Kafka was told in which order. */
class ConfirmedOffsetsTest {

    private static final TopicPartition FIRST = new TopicPartition("topic", 0);
    private static final TopicPartition SECOND = new TopicPartition("topic", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ExecutorService pollingThread = Executors.newSingleThreadExecutor();
    private final Kafka kafka = new Kafka();
    private final AtomicInteger actions = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final KafkaConsumer<String, String> consumer = consumer();
    private final PersistentConsumer<String, String> persistent = new PersistentConsumer<>(consumer);

    /** A broker that does not confirm what it is told to refuse. */
    private static final class Kafka extends MockConsumer<String, String> {

        private final Deque<RuntimeException> refusals = new ArrayDeque<>();
        private final List<Map<TopicPartition, OffsetAndMetadata>> confirmed =
                Collections.synchronizedList(new ArrayList<>());
        private volatile boolean away;

        private Kafka() {
            super("earliest");
            assign(Set.of(FIRST, SECOND));
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            throw new AssertionError("a commit without a limit");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration limit) {
            RuntimeException refusal = away ? new TimeoutException() : refusals.poll();
            if (refusal != null) {
                throw refusal;
            }
            confirmed.add(offsets);
        }

        private List<Long> confirmedOf(TopicPartition partition) {
            synchronized (confirmed) {
                return confirmed.stream()
                        .filter(offsets -> offsets.containsKey(partition))
                        .map(offsets -> offsets.get(partition).offset())
                        .toList();
            }
        }
    }

    @AfterEach
    void end() {
        persistent.stop();
        pollingThread.shutdownNow();
    }

    @Test
    void shouldNotGoBackWhenANewerCommitIsConfirmedFirst() throws Exception {
        refuse(new TimeoutException());

        commitBeforeAnyRepetition(10, 20);

        await().atMost(PATIENCE).until(() -> !kafka.confirmed.isEmpty() && !persistent.isRepeating());
        assertThat(kafka.confirmedOf(FIRST)).containsExactly(20L);
    }

    @Test
    void shouldNotGoBackWhenAnOlderCommitComesLater() throws Exception {
        refuse(new RebalanceInProgressException());

        commitBeforeAnyRepetition(20, 10);

        await().atMost(PATIENCE).until(() -> !kafka.confirmed.isEmpty() && !persistent.isRepeating());
        assertThat(kafka.confirmedOf(FIRST)).containsExactly(20L);
    }

    @Test
    void shouldRepeatWithoutAFurtherCommit() {
        refuse(new TimeoutException(), new RebalanceInProgressException(), new TimeoutException());

        commit(FIRST, 10);

        await().atMost(PATIENCE).until(() -> !kafka.confirmed.isEmpty() && !persistent.isRepeating());
        assertThat(kafka.confirmedOf(FIRST)).containsExactly(10L);
    }

    @Test
    void shouldRepeatOnceHoweverManyFail() throws Exception {
        long[] offsets = LongStream.rangeClosed(1, 50).toArray();
        LongStream.of(offsets).forEach(offset -> refuse(new TimeoutException()));

        commitBeforeAnyRepetition(offsets);

        await().atMost(PATIENCE).until(() -> !kafka.confirmed.isEmpty() && !persistent.isRepeating());
        assertThat(kafka.confirmedOf(FIRST)).containsExactly(50L);
        assertThat(repetitions()).isOne();
    }

    @Test
    void shouldForgetThePartitionsOfOthers() throws Exception {
        refuse(new TimeoutException());
        onPollingThread(() -> {
            begin(10);
            pollingThread.execute(() -> kafka.assign(Set.of(SECOND)));
        });

        commit(SECOND, 5);
        assertThat(kafka.confirmed).containsExactly(Map.of(SECOND, new OffsetAndMetadata(5)));
    }

    @Test
    void shouldFailWithWhatDoesNotPass() {
        refuse(new CommitFailedException());

        assertThatThrownBy(() -> commit(FIRST, 10)).isInstanceOf(CommitFailedException.class);
        assertThat(repetitions()).isZero();
    }

    @Test
    void shouldRepeatNothingAfterItsStop() throws Exception {
        refuse(new TimeoutException());
        persistent.stop();

        commit(FIRST, 10);

        assertThat(repetitions()).isZero();
        onPollingThread(() -> {
            persistent.commitForTheLastTime(List.of(FIRST));
        });
        assertThat(kafka.confirmedOf(FIRST)).containsExactly(10L);
    }

    @Test
    void shouldCommitForTheLastTimeBeforePartitionsAreAnothers() throws Exception {
        withStrategy(strategy -> {
            kafka.away = true;
            commit(SECOND, 7);
            process(strategy, FIRST, 0);

            onPollingThread(() -> {
                kafka.away = false;
                strategy.partitionsRevoked(List.of(FIRST, SECOND));
            });

            assertThat(kafka.confirmed)
                    .containsExactly(Map.of(FIRST, new OffsetAndMetadata(1), SECOND, new OffsetAndMetadata(7)));
        });
    }

    @Test
    void shouldGoOnWhenThePartitionsAreAnothersAlready() throws Exception {
        withStrategy(strategy -> {
            process(strategy, FIRST, 0);
            refuse(new CommitFailedException());

            onPollingThread(() -> {
                strategy.partitionsRevoked(List.of(FIRST));
            });

            assertThat(kafka.confirmed).isEmpty();
        });
    }

    private interface WithStrategy {
        void run(KafkaCommitHandler strategy) throws Exception;
    }

    /** The strategy as a channel has it, with a timer that does not fire by itself. */
    private void withStrategy(WithStrategy test) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var settings = new SmallRyeConfigBuilder()
                    .withDefaultValue("channel-name", "test")
                    .withDefaultValue("value.deserializer", StringDeserializer.class.getName())
                    .withDefaultValue(
                            ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
                            String.valueOf(Duration.ofDays(1).toMillis()))
                    .build();
            var strategy = ConfirmedOffsets.of(
                    new KafkaConnectorIncomingConfiguration(settings), vertx, persistent, (failure, fatal) -> {});
            strategy.capture(vertx.getOrCreateContext());
            onPollingThread(() -> {
                strategy.partitionsAssigned(List.of(FIRST, SECOND));
            });
            test.run(strategy);
        } finally {
            vertx.closeAndAwait();
        }
    }

    private static void process(KafkaCommitHandler strategy, TopicPartition partition, long offset) {
        var read = new IncomingKafkaRecord<>(
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "key", "value"),
                "test",
                0,
                strategy,
                null,
                false);
        strategy.received(read).await().atMost(PATIENCE);
        strategy.handle(read).await().atMost(PATIENCE);
    }

    private void refuse(RuntimeException... refusals) {
        kafka.refusals.addAll(List.of(refusals));
    }

    private void commit(TopicPartition partition, long offset) {
        commits.incrementAndGet();
        persistent
                .commit(Map.of(partition, new OffsetAndMetadata(offset)))
                .await()
                .atMost(PATIENCE);
    }

    /** The thread that polls comes to a repetition after the last of these. */
    private void commitBeforeAnyRepetition(long... offsets) throws Exception {
        onPollingThread(() -> {
            for (long offset : offsets) {
                begin(offset);
            }
        });
    }

    private void begin(long offset) {
        commits.incrementAndGet();
        persistent
                .commit(Map.of(FIRST, new OffsetAndMetadata(offset)))
                .subscribe()
                .with(confirmed -> {});
    }

    /** How often a repetition began, however often it tried. */
    private int repetitions() {
        return actions.get() - commits.get();
    }

    private void onPollingThread(Runnable action) throws InterruptedException, ExecutionException {
        try {
            Object nothing = pollingThread.submit(action).get(PATIENCE.toSeconds(), SECONDS);
            assertThat(nothing).isNull();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As much of SmallRye's consumer as a commit strategy uses: everything happens on the one thread that polls. */
    @SuppressWarnings("unchecked")
    private KafkaConsumer<String, String> consumer() {
        return (KafkaConsumer<String, String>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "unwrap" -> kafka;
                    case "configuration" -> Map.of(ConsumerConfig.GROUP_ID_CONFIG, "group");
                    case "committed" -> Uni.createFrom().item(Map.of());
                    case "runOnPollingThread" -> {
                        actions.incrementAndGet();
                        yield Uni.createFrom().item(() -> run(arguments[0])).runSubscriptionOn(pollingThread);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object run(Object action) {
        if (action instanceof Function<?, ?> function) {
            return ((Function<Consumer<String, String>, Object>) function).apply(kafka);
        }
        ((java.util.function.Consumer<Consumer<String, String>>) action).accept(kafka);
        return null;
    }
}
