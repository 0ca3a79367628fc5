package dev.onstage.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The broker of {@link TestStack} in a test's hands. */
public final class TestKafka {
    private static final int LARGEST_REQUEST = 3 << 20;
    private static final Duration POLL = Duration.ofMillis(200);

    /** One of each for all tests: they have connections and buffers of their own, and end with the JVM. */
    private static @Nullable KafkaProducer<String, byte[]> producer;

    private static @Nullable KafkaConsumer<String, byte[]> consumer;

    private TestKafka() {}

    /** Sends records and waits until each is confirmed. */
    public static void send(List<ProducerRecord<String, byte[]>> records) {
        KafkaProducer<String, byte[]> shared = producer();
        try {
            for (var confirmation : records.stream().map(shared::send).toList()) {
                confirmation.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refused a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static synchronized KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> ready = producer;
        if (ready == null) {
            ready = new KafkaProducer<>(
                    Map.<String, Object>of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            TestStack.running().kafkaBootstrap(),
                            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                            LARGEST_REQUEST),
                    new StringSerializer(),
                    new ByteArraySerializer());
            producer = ready;
        }
        return ready;
    }

    /** How many records of the topic the group has not committed. */
    public static long uncommitted(String group, String topic) {
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        TestStack.running().kafkaBootstrap(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitionsOf(reader, topic);
            Map<TopicPartition, OffsetAndMetadata> committed = reader.committed(Set.copyOf(partitions));
            Map<TopicPartition, Long> begins = reader.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            return partitions.stream()
                    .mapToLong(partition -> {
                        OffsetAndMetadata offset = committed.get(partition);
                        long from = offset == null ? begins.getOrDefault(partition, 0L) : offset.offset();
                        return ends.getOrDefault(partition, 0L) - from;
                    })
                    .sum();
        }
    }

    private static List<TopicPartition> partitionsOf(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** Everything that is in the topic at this moment, per partition in order. */
    public static synchronized List<ConsumerRecord<String, byte[]>> readAll(String topic) {
        KafkaConsumer<String, byte[]> ready = consumer;
        if (ready == null) {
            ready = reader(TestStack.running().kafkaBootstrap());
            consumer = ready;
        }
        return readAll(topic, ready);
    }

    /** As {@link #readAll(String)}, from another broker. */
    public static List<ConsumerRecord<String, byte[]>> readAll(String topic, String bootstrapServers) {
        try (KafkaConsumer<String, byte[]> reader = reader(bootstrapServers)) {
            return readAll(topic, reader);
        }
    }

    private static List<ConsumerRecord<String, byte[]>> readAll(String topic, KafkaConsumer<String, byte[]> reader) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        List<TopicPartition> partitions = partitionsOf(reader, topic);
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> reader.position(partition) < ends.getOrDefault(partition, 0L))) {
            reader.poll(POLL).forEach(records::add);
        }
        return records;
    }

    private static KafkaConsumer<String, byte[]> reader(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
