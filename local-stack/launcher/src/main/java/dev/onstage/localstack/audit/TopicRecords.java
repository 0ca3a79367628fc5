package dev.onstage.localstack.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Every record of every topic, dead letters included, as long as Kafka keeps it. */
final class TopicRecords {

    private static final Duration POLL = Duration.ofMillis(500);

    private TopicRecords() {}

    /** Looks through all there are at this moment. */
    static void search(String bootstrapServers, SecretScan scan) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(POLL).forEach(record -> search(record, scan));
            }
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        var partitions = new ArrayList<TopicPartition>();
        consumer.listTopics().values().forEach(topic -> {
            for (PartitionInfo partition : topic) {
                // Positions of groups; there is nothing of ours in them.
                if (!partition.topic().startsWith("__")) {
                    partitions.add(new TopicPartition(partition.topic(), partition.partition()));
                }
            }
        });
        return partitions;
    }

    /** Looks through key, headers and value of one record. */
    static void search(ConsumerRecord<byte[], byte[]> record, SecretScan scan) {
        var text = new StringBuilder();
        append(text, record.key());
        for (Header header : record.headers()) {
            text.append(header.key()).append('=');
            append(text, header.value());
        }
        append(text, record.value());
        scan.search(
                Source.RECORD,
                "record %d of %s, partition %d".formatted(record.offset(), record.topic(), record.partition()),
                text.toString());
    }

    private static void append(StringBuilder text, byte @Nullable [] bytes) {
        if (bytes != null) {
            text.append(new String(unzipped(bytes), StandardCharsets.UTF_8)).append('\n');
        }
    }

    private static byte[] unzipped(byte[] bytes) {
        boolean zipped = bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
        if (!zipped) {
            return bytes;
        }
        try (var content = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return content.readAllBytes();
        } catch (IOException notZipped) {
            return bytes;
        }
    }
}
