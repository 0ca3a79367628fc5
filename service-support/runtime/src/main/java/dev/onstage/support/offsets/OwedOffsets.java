package dev.onstage.support.offsets;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of one consumer that Kafka has not confirmed. Only offsets of partitions that the consumer has are sent: those of a
 * partition that is another's by then would take its offset back. Used on the thread that polls, and by no other.
 */
final class OwedOffsets {

    private final Map<TopicPartition, OffsetAndMetadata> owed = new HashMap<>();

    /** Commits these offsets and those that are owed from before; what Kafka did not confirm stays owed. */
    void commit(Consumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        owed.putAll(offsets);
        owed.keySet().retainAll(consumer.assignment());
        if (!owed.isEmpty()) {
            consumer.commitSync(Map.copyOf(owed));
            owed.clear();
        }
    }

    /** Takes out what is owed of partitions that the consumer is about to lose. */
    Map<TopicPartition, OffsetAndMetadata> take(Collection<TopicPartition> partitions) {
        var taken = new HashMap<>(owed);
        taken.keySet().retainAll(partitions);
        owed.keySet().removeAll(partitions);
        return taken;
    }
}
