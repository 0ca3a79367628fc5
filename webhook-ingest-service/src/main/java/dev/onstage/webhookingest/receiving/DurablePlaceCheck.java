package dev.onstage.webhookingest.receiving;

import dev.onstage.webhookingest.publishing.KafkaReach;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once there was a place to put deliveries: Kafka, or PostgreSQL until Kafka is back. A copy that has had one stays ready
 * without: to take it out of service would bring nobody a place, and its own answer tells the sender when to come again.
 */
@Readiness
@ApplicationScoped
class DurablePlaceCheck implements AsyncHealthCheck {
    private static final String NAME = "A durable place has been within reach";

    private final KafkaReach kafka;
    private final StorageReady storage;
    private volatile boolean started;

    DurablePlaceCheck(KafkaReach kafka, StorageReady storage) {
        this.kafka = kafka;
        this.storage = storage;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (started) {
            return Uni.createFrom().item(HealthCheckResponse.up(NAME));
        }
        return Uni.combine()
                .all()
                .unis(kafka.isReachable(), storage.isReachable())
                .with(this::answer);
    }

    private HealthCheckResponse answer(boolean inKafka, boolean inDatabase) {
        if (inKafka || inDatabase) {
            started = true;
        }
        return HealthCheckResponse.named(NAME)
                .withData("kafka", inKafka)
                .withData("database", inDatabase)
                .status(inKafka || inDatabase)
                .build();
    }
}
