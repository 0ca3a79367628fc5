package dev.onstage.webhookingest.publishing;

import dev.onstage.events.Topic;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;

/**
 * Events go where their key says, as with Kafka's own partitioner. Deliveries as received have a key of their own each, and
 * nobody needs two of them in order: those of the same few milliseconds share a partition, hence a batch, instead of making
 * a batch of one or two in each.
 */
public class DeliveriesTogether implements Partitioner {
    /** 2^23 ns, about 8 ms: a little longer than records wait for company. */
    private static final int SLICE_BITS = 23;

    private static final String DELIVERIES = Topic.PROVIDER_DELIVERIES.topicName();

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        int partitions = cluster.partitionCountForTopic(topic);
        return topic.equals(DELIVERIES)
                ? (int) Math.floorMod(System.nanoTime() >> SLICE_BITS, (long) partitions)
                : BuiltInPartitioner.partitionForKey(keyBytes, partitions);
    }

    @Override
    public void configure(Map<String, ?> configuration) {}

    @Override
    public void close() {}
}
