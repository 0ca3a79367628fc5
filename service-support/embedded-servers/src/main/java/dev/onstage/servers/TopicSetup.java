package dev.onstage.servers;

import dev.onstage.topics.KafkaTopics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Makes every declared topic in an embedded Kafka, dead-letter topics included. */
public final class TopicSetup {
    private static final int REPLICAS = 1;

    private TopicSetup() {}

    /** Creates the missing topics, with one replica as one broker has, and waits until all exist. */
    public static void createTopics(String bootstrapServers) {
        try (var topics =
                new KafkaTopics(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), REPLICAS)) {
            topics.create();
        } catch (ExecutionException e) {
            throw new ServerStartException("The Kafka topics could not be created: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("The creation of the Kafka topics was interrupted.", e);
        }
    }
}
