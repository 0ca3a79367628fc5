package dev.onstage.support.offsets;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.ContextHolder;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.commit.KafkaThrottledLatestProcessedCommit;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The strategy {@value #STRATEGY}: SmallRye's {@code throttled}, which tells Kafka how far the records are processed, with commits
 * that are repeated until Kafka has confirmed them. By itself it forgets one that failed (version 4.33, in spite of its message "it
 * will be re-attempted"): where no further record comes, the group looks behind for ever and whoever gets the partition
 * next reads the records again. With a cooperative assignor commits fail each time a copy comes or goes, see <a
 * href="https://kafka.apache.org/documentation/#upgrade_250_notable">Kafka's notes</a> on RebalanceInProgressException.
 */
final class ConfirmedOffsets extends ContextHolder implements KafkaCommitHandler {

    /** The name for {@code commit-strategy}. */
    static final String STRATEGY = "confirmed";

    private final PersistentConsumer<?, ?> consumer;
    private final KafkaCommitHandler throttled;

    private ConfirmedOffsets(
            Vertx vertx, PersistentConsumer<?, ?> consumer, KafkaCommitHandler throttled, int timeoutMillis) {
        super(vertx, timeoutMillis);
        this.consumer = consumer;
        this.throttled = throttled;
    }

    static ConfirmedOffsets of(
            KafkaConnectorIncomingConfiguration config,
            Vertx vertx,
            PersistentConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        KafkaCommitHandler throttled =
                new KafkaThrottledLatestProcessedCommit.Factory().create(config, vertx, consumer, reportFailure);
        int timeoutMillis = throttled instanceof ContextHolder holder ? holder.getTimeoutInMillis() : 0;
        return new ConfirmedOffsets(vertx, consumer, throttled, timeoutMillis);
    }

    @Override
    public void capture(Context context) {
        super.capture(context);
        if (throttled instanceof ContextHolder holder) {
            holder.capture(context);
        }
    }

    @Override
    public void capture(io.vertx.mutiny.core.Context context) {
        capture(context.getDelegate());
    }

    @Override
    public <K, V> Multi<IncomingKafkaRecord<K, V>> decorateStream(Multi<IncomingKafkaRecord<K, V>> consumed) {
        return throttled.decorateStream(consumed);
    }

    @Override
    public <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> received) {
        return throttled.received(received);
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> processed) {
        return throttled.handle(processed);
    }

    @Override
    public void partitionsAssigned(Collection<TopicPartition> partitions) {
        throttled.partitionsAssigned(partitions);
    }

    /** On the thread that polls, while the partitions still are this consumer's, or after it was put out of the group. */
    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            throttled.partitionsRevoked(partitions);
        } finally {
            consumer.commitForTheLastTime(partitions);
        }
    }

    /**
     * Waits for records in hand whatever the connector says: it is told to wait for nothing (see microprofile-config.properties),
     * since it would wait for one consumer after the other.
     */
    @Override
    public void terminate(boolean graceful) {
        consumer.stop();
        throttled.terminate(true);
    }

    /** Makes the strategy for each channel. */
    @ApplicationScoped
    @Identifier(STRATEGY) static class Factory implements KafkaCommitHandler.Factory {

        @Override
        public KafkaCommitHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return of(config, vertx, new PersistentConsumer<>(consumer), reportFailure);
        }
    }
}
