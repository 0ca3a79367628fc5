package dev.onstage.localstack.client;

import dev.onstage.events.Topic;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What Kafka says of topics and their readers. Blocks; a broker that does not answer is a {@link StackException}. */
public final class KafkaApi implements AutoCloseable {

    private final Admin admin;

    /** Talks to that broker. */
    public KafkaApi(String bootstrapServers) {
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** How many records the group has still to read, those it never looked at included. */
    public long lag(Topic topic, String group) {
        List<TopicPartition> partitions = partitions(topic.topicName(), topic.partitions());
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        long lag = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = committed.get(partition);
            long begin = begins.getOrDefault(partition, 0L);
            long read = position == null ? begin : Math.max(begin, position.offset());
            lag += Math.max(0, ends.getOrDefault(partition, 0L) - read);
        }
        return lag;
    }

    /** How many records all dead-letter topics of a topic hold. */
    public long deadLetters(Topic topic) {
        return topic.deadLetterTopicNames().stream()
                .mapToLong(name -> count(partitions(name, topic.partitions())))
                .sum();
    }

    private long count(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
        return offsets(partitions, OffsetSpec.latest()).entrySet().stream()
                .mapToLong(end -> end.getValue() - begins.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /** Deletes all records of a topic. */
    public void empty(Topic topic) {
        var until = new HashMap<TopicPartition, RecordsToDelete>();
        offsets(partitions(topic.topicName(), topic.partitions()), OffsetSpec.latest())
                .forEach((partition, end) -> until.put(partition, RecordsToDelete.beforeOffset(end)));
        await(admin.deleteRecords(until).all());
    }

    /** Makes topics like {@code model}, with one replica. */
    public void createLike(Topic model, Collection<String> names) {
        await(admin.createTopics(names.stream()
                        .map(name -> new NewTopic(name, model.partitions(), (short) 1).configs(model.configuration()))
                        .toList())
                .all());
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> wanted.put(partition, which));
        var offsets = new HashMap<TopicPartition, Long>();
        await(admin.listOffsets(wanted).all()).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw new StackException(Failure.NOT_RUNNING, "Kafka does not answer: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StackException(Failure.NOT_RUNNING, "interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
