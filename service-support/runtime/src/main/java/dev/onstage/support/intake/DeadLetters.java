package dev.onstage.support.intake;

import dev.onstage.support.messaging.ConfirmedProducer;
import dev.onstage.support.messaging.TopicChannels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts records aside that cannot be applied, in {@code <topic>.<group>.dlq}: the record as it came, with headers that say why
 * and from where. One that Kafka does not take like this goes without its body.
 */
@ApplicationScoped
class DeadLetters {

    static final String REASON = "dead-letter-reason";
    static final String TOPIC = "dead-letter-topic";
    static final String PARTITION = "dead-letter-partition";
    static final String OFFSET = "dead-letter-offset";
    /** Only where the body was left out: how many bytes it has. */
    static final String BODY_BYTES = "dead-letter-body-bytes";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    /** Above what any topic takes, so that the topic decides. */
    private static final int LARGEST_REQUEST = 8 << 20;

    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 0,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 2000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5000);

    private final Instance<Map<String, Object>> connection;
    private final MeterRegistry metrics;
    private @Nullable ConfirmedProducer producer;

    DeadLetters(@Identifier("default-kafka-broker") Instance<Map<String, Object>> connection, MeterRegistry metrics) {
        this.connection = connection;
        this.metrics = metrics;
    }

    /** What has not happened yet is seen as well: an alert needs the first one. */
    void register(@Observes StartupEvent event, KafkaClientService kafka) {
        kafka.getConsumerChannels().stream()
                .map(TopicChannels::topicOf)
                .flatMap(Optional::stream)
                .forEach(topic -> counter(topic.topicName()));
    }

    private Counter counter(String topic) {
        return metrics.counter("dead.letters", "topic", topic);
    }

    /** Ends when Kafka has confirmed the dead letter; fails when it has not, and the same is to be tried again. */
    Uni<Void> put(ConsumerRecord<String, byte[]> origin, String group, Throwable failure) {
        String reason = DeadLetterReason.of(failure);
        return send(whole(origin, group, reason))
                .onFailure(DeadLetters::neverFits)
                .recoverWithUni(() -> send(withoutBody(origin, group, reason)))
                .invoke(() -> counter(origin.topic()).increment())
                .invoke(() -> LOG.errorf(
                        "The record %s-%d@%d goes to the dead letters of %s: %s",
                        origin.topic(), origin.partition(), origin.offset(), group, reason));
    }

    private Uni<Void> send(ProducerRecord<String, byte[]> deadLetter) {
        // The first one is made here, and that resolves names.
        return Uni.createFrom()
                .item(this::producer)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(ready -> ready.send(deadLetter))
                .replaceWithVoid();
    }

    private static boolean neverFits(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof SerializationException;
    }

    private static ProducerRecord<String, byte[]> whole(
            ConsumerRecord<String, byte[]> origin, String group, String reason) {
        ProducerRecord<String, byte[]> deadLetter =
                new ProducerRecord<>(topic(origin, group), origin.key(), origin.value());
        origin.headers().forEach(deadLetter.headers()::add);
        explain(deadLetter.headers(), origin, reason);
        return deadLetter;
    }

    /** Key and headers may be what is too large: the source has them, and its place is told. */
    private static ProducerRecord<String, byte[]> withoutBody(
            ConsumerRecord<String, byte[]> origin, String group, String reason) {
        ProducerRecord<String, byte[]> deadLetter = new ProducerRecord<>(topic(origin, group), null, null);
        explain(deadLetter.headers(), origin, reason);
        add(deadLetter.headers(), BODY_BYTES, Integer.toString(origin.serializedValueSize()));
        return deadLetter;
    }

    private static String topic(ConsumerRecord<?, ?> origin, String group) {
        return origin.topic() + "." + group + ".dlq";
    }

    private static void explain(Headers headers, ConsumerRecord<?, ?> origin, String reason) {
        add(headers, REASON, reason);
        add(headers, TOPIC, origin.topic());
        add(headers, PARTITION, Integer.toString(origin.partition()));
        add(headers, OFFSET, Long.toString(origin.offset()));
    }

    private static void add(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized ConfirmedProducer producer() {
        if (producer == null) {
            producer = new ConfirmedProducer(connection.get(), SETTINGS, Infrastructure.getDefaultWorkerPool());
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
