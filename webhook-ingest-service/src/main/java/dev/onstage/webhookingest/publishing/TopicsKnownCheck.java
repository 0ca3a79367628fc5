package dev.onstage.webhookingest.publishing;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once Kafka has told where the topics are: before that the first deliveries could not be published within their
 * short time. Stays ready when Kafka goes away later, since no other instance would do better.
 */
@Readiness
@ApplicationScoped
class TopicsKnownCheck implements AsyncHealthCheck {
    private static final String NAME = "Kafka topics known";

    private final DeliveryPublisher publisher;
    private volatile boolean known;

    TopicsKnownCheck(DeliveryPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (known) {
            return Uni.createFrom().item(HealthCheckResponse.up(NAME));
        }
        return Uni.createFrom()
                .item(publisher::warmUp)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(warm -> known = warm)
                .map(warm -> HealthCheckResponse.named(NAME).status(warm).build());
    }
}
