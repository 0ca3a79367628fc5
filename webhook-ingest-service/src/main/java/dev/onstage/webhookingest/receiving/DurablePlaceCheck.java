package dev.onstage.webhookingest.receiving;

import dev.onstage.webhookingest.publishing.KafkaReach;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while there is a place to put deliveries: Kafka, or PostgreSQL until Kafka is back. */
@Readiness
@ApplicationScoped
class DurablePlaceCheck implements AsyncHealthCheck {
    private static final String NAME = "A durable place is within reach";

    private final KafkaReach kafka;
    private final StorageReady storage;

    DurablePlaceCheck(KafkaReach kafka, StorageReady storage) {
        this.kafka = kafka;
        this.storage = storage;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.combine()
                .all()
                .unis(kafka.isReachable(), storage.isReachable())
                .with((inKafka, inDatabase) -> HealthCheckResponse.named(NAME)
                        .withData("kafka", inKafka)
                        .withData("database", inDatabase)
                        .status(inKafka || inDatabase)
                        .build());
    }
}
