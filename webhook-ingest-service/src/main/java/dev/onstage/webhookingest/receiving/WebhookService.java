package dev.onstage.webhookingest.receiving;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.MalformedDeliveryException;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.publishing.DeliveryPublisher;
import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Receives one delivery: verify, understand, judge its age, publish. Every outcome is counted once. */
@ApplicationScoped
class WebhookService {
    private static final String DELIVERIES = "webhook.deliveries";

    private final DeliveryVerifier verifier;
    private final DeliveryNormaliser normaliser;
    private final DeliveryPublisher publisher;
    private final AgeWindow window;
    private final MeterRegistry metrics;

    WebhookService(
            DeliveryVerifier verifier,
            DeliveryNormaliser normaliser,
            DeliveryPublisher publisher,
            ReceivingConfig config,
            MeterRegistry metrics) {
        this.verifier = verifier;
        this.normaliser = normaliser;
        this.publisher = publisher;
        this.window = new AgeWindow(config.maxAge(), config.maxAhead());
        this.metrics = metrics;
    }

    /** Ends once the delivery is durable, fails with the {@link ProblemException} that tells the sender what to do. */
    Uni<Void> receive(UnverifiedDelivery delivery) {
        return Uni.createFrom()
                .item(() -> understand(verifier.verify(delivery)))
                .chain(this::publish)
                .onFailure(ProblemException.class)
                .invoke(refused -> count(refused.type().slug()));
    }

    private NormalisedDelivery understand(VerifiedDelivery delivery) {
        try {
            return normaliser.normalise(delivery);
        } catch (MalformedDeliveryException malformed) {
            throw new ProblemException(ProblemType.PAYLOAD_MALFORMED, malformed.getMessage() + ".", malformed);
        }
    }

    private Uni<Void> publish(NormalisedDelivery normalised) {
        DeliveryOutcome outcome = judge(normalised);
        return publisher.publish(normalised, outcome).invoke(() -> count(outcome.label()));
    }

    private DeliveryOutcome judge(NormalisedDelivery normalised) {
        if (!normalised.known()) {
            return DeliveryOutcome.IGNORED;
        }
        boolean timely = normalised
                .providerTime()
                .map(time -> window.contains(time, normalised.delivery().receivedAt()))
                .orElse(false);
        return timely ? DeliveryOutcome.ACCEPTED : DeliveryOutcome.QUARANTINED;
    }

    private void count(String outcome) {
        metrics.counter(DELIVERIES, "outcome", outcome).increment();
    }
}
