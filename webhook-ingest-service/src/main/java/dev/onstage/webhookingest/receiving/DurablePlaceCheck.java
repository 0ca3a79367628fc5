package dev.onstage.webhookingest.receiving;

import dev.onstage.webhookingest.publishing.KafkaReach;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once there was a place to put deliveries. At the start both are waited for, Kafka and PostgreSQL: a copy that has just
 * begun may be too slow for Kafka for a moment, and needs the other place then. When one of them is away, the other alone is
 * enough after some seconds. A copy that has had a place stays ready without: to take it out of service would bring nobody a
 * place, and its own answer tells the sender when to come again.
 */
@Readiness
@ApplicationScoped
class DurablePlaceCheck implements AsyncHealthCheck {
    private static final String NAME = "A durable place has been within reach";
    private static final Duration PATIENCE_FOR_BOTH = Duration.ofSeconds(5);

    private final KafkaReach kafka;
    private final StorageReady storage;
    private final long created = System.nanoTime();
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
        boolean enough = hasPlace(inKafka, inDatabase, Duration.ofNanos(System.nanoTime() - created));
        if (enough) {
            started = true;
        }
        return HealthCheckResponse.named(NAME)
                .withData("kafka", inKafka)
                .withData("database", inDatabase)
                .status(enough)
                .build();
    }

    /** Whether these are enough for a copy that has been asked for that long. */
    static boolean hasPlace(boolean inKafka, boolean inDatabase, Duration asked) {
        return (inKafka && inDatabase) || ((inKafka || inDatabase) && asked.compareTo(PATIENCE_FOR_BOTH) >= 0);
    }
}
