package dev.onstage.support.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A Kafka producer whose sends succeed only once every in-sync replica has the record. Never blocks its caller. */
public final class ConfirmedProducer implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final Producer<String, byte[]> producer;
    private final Executor executor;

    /**
     * Makes a producer with {@code acks=all} and idempotence.
     *
     * @param connection how to reach the cluster: bootstrap servers and security
     * @param settings producer settings of the caller, without the two above
     * @param executor runs the part of a send that may block: waiting for metadata or buffer space
     */
    public ConfirmedProducer(Map<String, Object> connection, Map<String, Object> settings, Executor executor) {
        Map<String, Object> configuration = new HashMap<>(connection);
        configuration.putAll(settings);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.producer = new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
        this.executor = executor;
    }

    /** Sends on subscription and ends, on the subscriber's Vert.x context if it has one, when Kafka has confirmed. */
    public Uni<RecordMetadata> send(ProducerRecord<String, byte[]> kafkaRecord) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            Uni<RecordMetadata> sent =
                    Uni.createFrom().emitter(emitter -> executor.execute(() -> send(kafkaRecord, emitter)));
            return context == null ? sent : sent.emitOn(command -> context.runOnContext(ignored -> command.run()));
        });
    }

    /**
     * Sends records on subscription, in this order, and ends as {@link #send} does when Kafka has confirmed all. Fails with
     * the first failure; some of the records may be in Kafka then.
     */
    public Uni<Void> sendAll(List<ProducerRecord<String, byte[]>> records) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            Uni<Void> sent = Uni.createFrom().emitter(emitter -> executor.execute(() -> sendAll(records, emitter)));
            return context == null ? sent : sent.emitOn(command -> context.runOnContext(ignored -> command.run()));
        });
    }

    private void sendAll(List<ProducerRecord<String, byte[]>> records, UniEmitter<? super Void> emitter) {
        AtomicInteger unconfirmed = new AtomicInteger(records.size());
        try {
            for (ProducerRecord<String, byte[]> kafkaRecord : records) {
                Future<RecordMetadata> unused = producer.send(kafkaRecord, (metadata, failure) -> {
                    if (failure != null) {
                        emitter.fail(failure);
                    } else if (unconfirmed.decrementAndGet() == 0) {
                        emitter.complete(null);
                    }
                });
            }
        } catch (RuntimeException refused) {
            emitter.fail(refused);
        }
    }

    /**
     * Learns where the topics are, so that the first sends need not wait; blocks for at most {@code max.block.ms} a topic.
     *
     * @throws RuntimeException when the cluster does not tell in time
     */
    public void warmUp(Collection<String> topics) {
        topics.forEach(producer::partitionsFor);
    }

    private void send(ProducerRecord<String, byte[]> kafkaRecord, UniEmitter<? super RecordMetadata> emitter) {
        try {
            Future<RecordMetadata> unused = producer.send(kafkaRecord, (metadata, failure) -> {
                if (failure == null) {
                    emitter.complete(metadata);
                } else {
                    emitter.fail(failure);
                }
            });
        } catch (RuntimeException refused) {
            emitter.fail(refused);
        }
    }

    /** Closes the producer; what is not confirmed within two seconds fails. */
    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }
}
