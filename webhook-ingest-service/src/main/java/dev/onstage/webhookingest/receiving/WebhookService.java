package dev.onstage.webhookingest.receiving;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.MalformedDeliveryException;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.publishing.DeliveryPublisher;
import dev.onstage.webhookingest.publishing.NotConfirmedException;
import dev.onstage.webhookingest.spooling.DeliverySpool;
import dev.onstage.webhookingest.spooling.SpoolUnavailableException;
import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Receives one delivery: verify, understand, judge its age, make it durable. Every outcome is counted once. */
@ApplicationScoped
class WebhookService {
    private final DeliveryVerifier verifier;
    private final DeliveryNormaliser normaliser;
    private final DeliveryPublisher publisher;
    private final DeliverySpool spool;
    private final DeliveryMetrics metrics;
    private final AgeWindow window;
    private final long wholeNanos;

    WebhookService(
            DeliveryVerifier verifier,
            DeliveryNormaliser normaliser,
            DeliveryPublisher publisher,
            DeliverySpool spool,
            DeliveryMetrics metrics,
            ReceivingConfig config) {
        this.verifier = verifier;
        this.normaliser = normaliser;
        this.publisher = publisher;
        this.spool = spool;
        this.metrics = metrics;
        this.window = new AgeWindow(config.maxAge(), config.maxAhead());
        this.wholeNanos = config.wholeTimeout().toNanos();
    }

    /**
     * Ends once Kafka or the spool has the delivery, fails with the {@link ProblemException} that tells the sender what to
     * do. What is signed but malformed is made durable too, for the journal, before the sender is told.
     */
    Uni<Void> receive(UnverifiedDelivery delivery) {
        long began = System.nanoTime();
        VerifiedDelivery verified = verifier.verify(delivery);
        long verifiedAt = System.nanoTime();
        metrics.verified(verifiedAt - began);
        NormalisedDelivery normalised;
        try {
            normalised = normaliser.normalise(verified);
        } catch (MalformedDeliveryException malformed) {
            return refuse(NormalisedDelivery.unreadable(verified), malformed, began);
        }
        metrics.normalised(System.nanoTime() - verifiedAt);
        return makeDurable(normalised, judge(normalised), began);
    }

    private Uni<Void> refuse(NormalisedDelivery unreadable, MalformedDeliveryException malformed, long began) {
        return makeDurable(unreadable, DeliveryOutcome.REFUSED, began).chain(ignored -> Uni.createFrom()
                .failure(new ProblemException(ProblemType.PAYLOAD_MALFORMED, malformed.getMessage() + ".", malformed)));
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

    private Uni<Void> makeDurable(NormalisedDelivery normalised, DeliveryOutcome outcome, long began) {
        CrashPoints.reached("ingest.before-publish");
        long handedOver = System.nanoTime();
        return publisher
                .publish(normalised, outcome)
                .invoke(() -> published(handedOver))
                .onFailure(NotConfirmedException.class)
                .recoverWithUni(() -> spool(normalised, outcome, began))
                .invoke(() -> metrics.count(normalised, outcome));
    }

    private void published(long handedOver) {
        CrashPoints.reached("ingest.after-publish");
        metrics.published(System.nanoTime() - handedOver);
    }

    private Uni<Void> spool(NormalisedDelivery normalised, DeliveryOutcome outcome, long began) {
        long turned = System.nanoTime();
        return spool.store(normalised, outcome, began + wholeNanos)
                .invoke(() -> metrics.spooled(System.nanoTime() - turned))
                .onFailure(SpoolUnavailableException.class)
                .transform(neither -> RefusedDeliveryException.overloaded(
                        "The delivery could not be stored. " + neither.getMessage()));
    }
}
