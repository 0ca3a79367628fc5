package dev.onstage.support.offsets;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that repeats commits for as long as they fail with what passes; all else is as the consumer does it. However many
 * commits fail, one repetition is under way, of the furthest offsets.
 */
final class PersistentConsumer<K, V> implements KafkaConsumer<K, V> {

    private static final Logger LOG = Logger.getLogger(PersistentConsumer.class);

    private static final Method COMMIT_SYNC = commitSync();

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final KafkaConsumer<K, V> consumer;
    private final OwedOffsets owed = new OwedOffsets();
    private final AtomicReference<@Nullable Cancellable> repetition = new AtomicReference<>();
    private volatile boolean stopped;

    PersistentConsumer(KafkaConsumer<K, V> consumer) {
        this.consumer = consumer;
    }

    /**
     * Ends when Kafka has confirmed, or when it is certain that the commit will be repeated: who calls this has a timer for the next
     * commit, which must not wait for the one before. Fails with what does not pass.
     */
    @Override
    public Uni<Void> commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return consumer.runOnPollingThread((Consumer<K, V> polling) -> {
                    owed.owe(offsets);
                    owed.settle(polling);
                })
                .onFailure(PersistentConsumer::passes)
                .recoverWithItem(failure -> {
                    LOG.debugf("A commit is repeated: %s", failure.toString());
                    repeat();
                    return null;
                });
    }

    /** On the thread that polls, as is the end of a repetition: no failure can fall between two of them. */
    private void repeat() {
        if (stopped || repetition.get() != null) {
            return;
        }
        repetition.set(consumer.runOnPollingThread((Consumer<K, V> polling) -> owed.settle(polling))
                .onFailure(failure -> !stopped && passes(failure))
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .onTermination()
                .invoke(() -> repetition.set(null))
                .subscribe()
                .with(
                        confirmed -> LOG.debug("The repeated commit is confirmed"),
                        failure -> LOG.logf(
                                failure instanceof WakeupException ? Logger.Level.DEBUG : Logger.Level.WARN,
                                "A commit is not repeated any more, since this does not pass: %s",
                                failure.toString())));
    }

    boolean isRepeating() {
        return repetition.get() != null;
    }

    /** Before these partitions are another's. Who gets them reads records again when this fails. On the thread that polls. */
    void commitForTheLastTime(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> last = owed.take(partitions);
        if (last.isEmpty()) {
            return;
        }
        try {
            consumer.unwrap().commitSync(last, OwedOffsets.LONGEST_LAST_COMMIT);
        } catch (KafkaException e) {
            LOG.warnf("Another copy reads what follows %s again, since the commit failed: %s", last, e.toString());
        }
    }

    /** Repeats nothing from here on: the consumer is about to be closed, which commits for the last time. */
    void stop() {
        stopped = true;
        Cancellable running = repetition.getAndSet(null);
        if (running != null) {
            running.cancel();
        }
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof RetriableException || failure instanceof RebalanceInProgressException;
    }

    @Override
    public Map<String, ?> configuration() {
        return consumer.configuration();
    }

    @Override
    public <R> Uni<R> runOnPollingThread(Function<Consumer<K, V>, R> action) {
        return consumer.runOnPollingThread(action);
    }

    @Override
    public Uni<Void> runOnPollingThread(java.util.function.Consumer<Consumer<K, V>> action) {
        return consumer.runOnPollingThread(action);
    }

    @Override
    public Uni<Set<TopicPartition>> pause() {
        return consumer.pause();
    }

    @Override
    public Uni<Set<TopicPartition>> paused() {
        return consumer.paused();
    }

    @Override
    public Uni<Map<TopicPartition, OffsetAndMetadata>> committed(TopicPartition... partitions) {
        return consumer.committed(partitions);
    }

    @Override
    public Uni<Void> resume() {
        return consumer.resume();
    }

    /**
     * The consumer of Kafka itself, but for {@link Consumer#commitSync(Map)}, by which the strategy commits before partitions are
     * another's: it would wait for a minute, so what it says is owed, and {@link #commitForTheLastTime} commits it.
     */
    @Override
    @SuppressWarnings("unchecked")
    public Consumer<K, V> unwrap() {
        Consumer<K, V> kafka = consumer.unwrap();
        return (Consumer<K, V>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (method.equals(COMMIT_SYNC)) {
                        owed.owe((Map<TopicPartition, OffsetAndMetadata>) arguments[0]);
                        return null;
                    }
                    try {
                        return method.invoke(kafka, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Method commitSync() {
        try {
            return Consumer.class.getMethod("commitSync", Map.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Uni<Void> commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return consumer.commitAsync(offsets);
    }

    @Override
    public Uni<Map<TopicPartition, Long>> getPositions() {
        return consumer.getPositions();
    }

    @Override
    public Uni<Set<TopicPartition>> getAssignments() {
        return consumer.getAssignments();
    }

    @Override
    public Uni<Void> seek(TopicPartition partition, long offset) {
        return consumer.seek(partition, offset);
    }

    @Override
    public Uni<Void> seek(TopicPartition partition, OffsetAndMetadata offset) {
        return consumer.seek(partition, offset);
    }

    @Override
    public Uni<Void> seekToBeginning(Collection<TopicPartition> partitions) {
        return consumer.seekToBeginning(partitions);
    }

    @Override
    public Uni<Void> seekToEnd(Collection<TopicPartition> partitions) {
        return consumer.seekToEnd(partitions);
    }

    @Override
    public Uni<ConsumerGroupMetadata> consumerGroupMetadata() {
        return consumer.consumerGroupMetadata();
    }

    @Override
    public Uni<Void> resetToLastCommittedPositions() {
        return consumer.resetToLastCommittedPositions();
    }

    @Override
    public Uni<Map<String, List<PartitionInfo>>> lisTopics() {
        return consumer.lisTopics();
    }

    @Override
    public Uni<Map<String, List<PartitionInfo>>> lisTopics(Duration timeout) {
        return consumer.lisTopics(timeout);
    }

    @Override
    public Uni<List<PartitionInfo>> partitionsFor(String topic) {
        return consumer.partitionsFor(topic);
    }
}
