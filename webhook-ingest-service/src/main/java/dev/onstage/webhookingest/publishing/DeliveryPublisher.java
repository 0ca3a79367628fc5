package dev.onstage.webhookingest.publishing;

import dev.onstage.events.Topic;
import dev.onstage.support.messaging.ConfirmedProducer;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jboss.logging.Logger;

/**
 * Publishes a delivery: its events and the delivery itself, all confirmed by Kafka or the whole is refused. What was
 * refused may be in Kafka in part; the sender's next attempt brings equal events.
 */
@ApplicationScoped
public class DeliveryPublisher {
    private static final Logger LOG = Logger.getLogger(DeliveryPublisher.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int LARGEST_REQUEST = 3 << 20;
    private static final long TOPICS_NEVER_FORGOTTEN_MILLIS = 86_400_000L;
    /** Only waits when Kafka does; more threads would just wait side by side. */
    private static final int SENDING_THREADS = 2;

    private final ExecutorService executor = Executors.newFixedThreadPool(SENDING_THREADS, task -> {
        Thread thread = new Thread(task, "delivery-publisher");
        thread.setDaemon(true);
        return thread;
    });
    private final PublishingConfig config;
    private final Semaphore inFlight;
    private final ConfirmedProducer producer;

    DeliveryPublisher(
            PublishingConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafkaConnection) {
        this.config = config;
        this.inFlight = new Semaphore(config.maxInFlight());
        this.producer = new ConfirmedProducer(kafkaConnection, settings(config), executor);
    }

    private static Map<String, Object> settings(PublishingConfig config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "webhook-ingest");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, config.linger().toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.maxBlock().toMillis());
        settings.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(config.requestTimeout().toMillis()));
        settings.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(config.deliveryTimeout().toMillis()));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TOPICS_NEVER_FORGOTTEN_MILLIS);
        return settings;
    }

    /**
     * Publishes one delivery and ends when Kafka has confirmed everything.
     *
     * @return fails with {@code overloaded} (503, Retry-After) when too much is waiting already or Kafka does not confirm
     */
    public Uni<Void> publish(NormalisedDelivery normalised, DeliveryOutcome outcome) {
        return Uni.createFrom().deferred(() -> {
            if (!inFlight.tryAcquire()) {
                return Uni.createFrom().failure(refused("Too many deliveries are waiting for Kafka."));
            }
            return producer.sendAll(DeliveryRecords.of(normalised, outcome))
                    .ifNoItem()
                    .after(config.wholeTimeout())
                    .fail()
                    .onTermination()
                    .invoke(inFlight::release)
                    .onFailure()
                    .invoke(failure -> LOG.debugf("A delivery was not confirmed: %s", failure))
                    .onFailure()
                    .transform(failure -> refused("Kafka did not confirm the delivery in time."));
        });
    }

    /** Learns where the topics are; false while Kafka does not say. Blocks for a moment. */
    boolean warmUp() {
        try {
            producer.warmUp(List.of(
                    Topic.PROVIDER_CALL.topicName(),
                    Topic.PROVIDER_PRESENCE.topicName(),
                    Topic.PROVIDER_CHAT.topicName(),
                    Topic.PROVIDER_MODERATION.topicName(),
                    Topic.PROVIDER_DELIVERIES.topicName()));
            return true;
        } catch (RuntimeException notYet) {
            LOG.debugf("Kafka does not know the topics yet: %s", notYet);
            return false;
        }
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.OVERLOADED, detail)
                .with(ProblemException.RETRY_AFTER_SECONDS, RETRY_AFTER_SECONDS)
                .fix("Send it again: nothing was acknowledged.");
    }

    @PreDestroy
    void close() {
        producer.close();
        executor.shutdownNow();
    }
}
