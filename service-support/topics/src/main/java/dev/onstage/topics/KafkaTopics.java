package dev.onstage.topics;

import dev.onstage.topics.TopicDifferences.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of one Kafka. Blocks until Kafka has answered, for as long as the client's settings let it. */
public final class KafkaTopics implements AutoCloseable {

    private static final int MOST_LOOKS = 100;
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private final Admin admin;
    private final List<DeclaredTopic> declared;
    private final int replicas;

    /**
     * @param connection settings of a Kafka admin client
     * @param replicas how many a topic has
     */
    public KafkaTopics(Map<String, Object> connection, int replicas) {
        this.admin = Admin.create(connection);
        this.declared = DeclaredTopic.all(replicas);
        this.replicas = replicas;
    }

    /**
     * Makes the topics that are missing, unless somebody else does so meanwhile, and waits until they can be seen.
     *
     * @return their names, in the order of their declaration
     * @throws ExecutionException because of what Kafka said
     */
    public List<String> create() throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = declared.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic ->
                        new NewTopic(topic.name(), topic.partitions(), (short) replicas).configs(topic.configuration()))
                .toList();
        for (KafkaFuture<Void> made : admin.createTopics(missing).values().values()) {
            try {
                made.get();
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    throw failure;
                }
            }
        }
        awaitAll();
        return missing.stream().map(NewTopic::name).toList();
    }

    /** What the controller has made, the brokers learn a moment later. */
    private void awaitAll() throws ExecutionException, InterruptedException {
        Set<String> names = declared.stream().map(DeclaredTopic::name).collect(Collectors.toSet());
        for (int looks = 0;
                looks < MOST_LOOKS && !admin.listTopics().names().get().containsAll(names);
                looks++) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    /**
     * Where the topics are less than declared, in sentences; empty when they are as they must be.
     *
     * @throws ExecutionException because of what Kafka said
     */
    public List<String> differences() throws ExecutionException, InterruptedException {
        return TopicDifferences.between(declared, found(), replicas);
    }

    /** How many there must be. */
    public int count() {
        return declared.size();
    }

    private Map<String, Found> found() throws ExecutionException, InterruptedException {
        List<String> names = new ArrayList<>(admin.listTopics().names().get());
        names.retainAll(declared.stream().map(DeclaredTopic::name).collect(Collectors.toSet()));
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(names).allTopicNames().get();
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Found> found = new HashMap<>();
        admin.describeConfigs(resources)
                .all()
                .get()
                .forEach((resource, configuration) -> found.put(
                        resource.name(),
                        found(Objects.requireNonNull(descriptions.get(resource.name())), configuration.entries())));
        return found;
    }

    private static Found found(TopicDescription description, Iterable<ConfigEntry> entries) {
        Map<String, String> configuration = new HashMap<>();
        for (ConfigEntry entry : entries) {
            if (entry.value() != null) {
                configuration.put(entry.name(), entry.value());
            }
        }
        int fewest = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        return new Found(description.partitions().size(), fewest, configuration);
    }

    @Override
    public void close() {
        admin.close();
    }
}
