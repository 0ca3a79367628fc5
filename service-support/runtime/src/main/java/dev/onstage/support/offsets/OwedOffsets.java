package dev.onstage.support.offsets;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of one consumer that Kafka has not confirmed, the furthest of each partition. Only those of partitions that the
 * consumer has are sent: those of a partition that is another's by then would take its offset back. Used on the thread that polls,
 * and by no other.
 */
final class OwedOffsets {

    /**
     * The thread that polls waits no longer for Kafka than this: it has to go on, and when the service ends it has two seconds to take
     * note of that, see {@code dev.onstage.support.intake}.
     */
    static final Duration LONGEST_COMMIT = Duration.ofSeconds(1);

    /** Before partitions are another's, which comes once. */
    static final Duration LONGEST_LAST_COMMIT = Duration.ofSeconds(5);

    private final Map<TopicPartition, OffsetAndMetadata> owed = new HashMap<>();

    /** From here on these are owed, but for those behind what is owed already. */
    void owe(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> owed.merge(partition, offset, OwedOffsets::further));
    }

    private static OffsetAndMetadata further(OffsetAndMetadata one, OffsetAndMetadata other) {
        return one.offset() < other.offset() ? other : one;
    }

    /** Commits what is owed; what Kafka does not confirm stays owed. */
    void settle(Consumer<?, ?> consumer) {
        owed.keySet().retainAll(consumer.assignment());
        if (!owed.isEmpty()) {
            consumer.commitSync(Map.copyOf(owed), LONGEST_COMMIT);
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
