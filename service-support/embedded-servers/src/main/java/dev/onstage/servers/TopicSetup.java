package dev.onstage.servers;

import dev.onstage.events.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes every topic that {@link Topic} declares, dead-letter topics included. */
public final class TopicSetup {
    private static final short SINGLE_REPLICA = 1;

    private TopicSetup() {}

    /** Creates the missing topics, with one replica as one broker has, and waits until all exist. */
    public static void createTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = declared().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            throw new ServerStartException("The Kafka topics could not be created: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("The creation of the Kafka topics was interrupted.", e);
        }
    }

    private static List<NewTopic> declared() {
        List<NewTopic> topics = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            topics.add(newTopic(topic, topic.topicName()));
            topic.deadLetterTopicNames().forEach(name -> topics.add(newTopic(topic, name)));
        }
        return topics;
    }

    private static NewTopic newTopic(Topic topic, String name) {
        return new NewTopic(name, topic.partitions(), SINGLE_REPLICA).configs(topic.configuration());
    }
}
