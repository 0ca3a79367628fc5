package dev.onstage.topics;

import dev.onstage.events.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic that must be there, dead-letter topics included.
 *
 * @param partitions how many; more do no harm, fewer keep copies of a service idle
 * @param configuration what Kafka's own defaults need not be, by Kafka's names
 */
record DeclaredTopic(String name, int partitions, Map<String, String> configuration) {

    private static final String IN_SYNC = "min.insync.replicas";

    DeclaredTopic {
        configuration = new TreeMap<>(configuration);
    }

    /**
     * All of them, in the order of their declaration.
     *
     * @param replicas a record is confirmed once all of them but one have it, or the only one
     */
    static List<DeclaredTopic> all(int replicas) {
        List<DeclaredTopic> topics = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            Map<String, String> configuration = new TreeMap<>(topic.configuration());
            configuration.put(IN_SYNC, Integer.toString(Math.max(1, replicas - 1)));
            topics.add(new DeclaredTopic(topic.topicName(), topic.partitions(), configuration));
            topic.deadLetterTopicNames()
                    .forEach(name -> topics.add(new DeclaredTopic(name, topic.partitions(), configuration)));
        }
        return topics;
    }
}
