package dev.onstage.webhookingest.publishing;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Says whether a delivery would be confirmed by Kafka right now, for the health check. */
@ApplicationScoped
public class KafkaReach {
    private static final int ASK_MILLIS = 1500;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final DeliveryPublisher publisher;
    private final Admin admin;
    private volatile boolean topicsKnown;

    KafkaReach(DeliveryPublisher publisher, @Identifier("default-kafka-broker") Map<String, Object> kafkaConnection) {
        this.publisher = publisher;
        Map<String, Object> settings = new HashMap<>(kafkaConnection);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "webhook-ingest-health");
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, ASK_MILLIS);
        this.admin = Admin.create(settings);
    }

    /**
     * True when Kafka answers, has told this instance where its topics are, and has not failed to confirm several deliveries
     * in a row. Never fails; ends within two seconds, on a worker thread or one of Kafka's client.
     */
    public Uni<Boolean> isReachable() {
        if (publisher.isBreakerOpen()) {
            return Uni.createFrom().item(false);
        }
        return answers()
                .chain(answering -> answering && !topicsKnown
                        ? learnTopics()
                        : Uni.createFrom().item(answering));
    }

    private Uni<Boolean> answers() {
        return Uni.createFrom()
                .completionStage(() -> admin.describeCluster(new DescribeClusterOptions().timeoutMs(ASK_MILLIS))
                        .nodes()
                        .toCompletionStage())
                .map(nodes -> !nodes.isEmpty())
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Boolean> learnTopics() {
        return Uni.createFrom()
                .item(publisher::knowsTopics)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(known -> topicsKnown = known);
    }

    @PreDestroy
    void close() {
        admin.close(CLOSE_PATIENCE);
    }
}
