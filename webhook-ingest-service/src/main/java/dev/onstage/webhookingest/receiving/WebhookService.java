package dev.onstage.webhookingest.receiving;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.normalization.MalformedDeliveryException;
import dev.onstage.webhookingest.publishing.DeliveryPublisher;
import dev.onstage.webhookingest.publishing.NotConfirmedException;
import dev.onstage.webhookingest.receiving.DeliveryAssessor.Assessed;
import dev.onstage.webhookingest.spooling.DeliverySpool;
import dev.onstage.webhookingest.spooling.SpoolUnavailableException;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Receives one delivery: assesses it and makes it durable. Every outcome is counted once. */
@ApplicationScoped
class WebhookService {
    private final DeliveryAssessor assessor;
    private final DeliveryPublisher publisher;
    private final DeliverySpool spool;
    private final DeliveryMetrics metrics;
    private final long wholeNanos;

    WebhookService(
            DeliveryAssessor assessor,
            DeliveryPublisher publisher,
            DeliverySpool spool,
            DeliveryMetrics metrics,
            ReceivingConfig config) {
        this.assessor = assessor;
        this.publisher = publisher;
        this.spool = spool;
        this.metrics = metrics;
        this.wholeNanos = config.wholeTimeout().toNanos();
    }

    /**
     * Ends once Kafka or the spool has the delivery, fails with the {@link ProblemException} that tells the sender what to
     * do. What is signed but malformed is made durable too, for the journal, before the sender is told.
     */
    Uni<Void> receive(UnverifiedDelivery delivery) {
        long deadline = System.nanoTime() + wholeNanos;
        Assessed assessed = assessor.assess(delivery);
        MalformedDeliveryException flaw = assessed.flaw();
        Uni<Void> durable = makeDurable(assessed, deadline);
        return flaw == null ? durable : durable.chain(() -> refuse(flaw));
    }

    private static Uni<Void> refuse(MalformedDeliveryException flaw) {
        return Uni.createFrom()
                .failure(new ProblemException(ProblemType.PAYLOAD_MALFORMED, flaw.getMessage() + ".", flaw));
    }

    private Uni<Void> makeDurable(Assessed assessed, long deadline) {
        CrashPoints.reached("ingest.before-publish");
        long handedOver = System.nanoTime();
        return publisher
                .publish(assessed.normalised(), assessed.outcome())
                .invoke(() -> published(handedOver))
                .onFailure(NotConfirmedException.class)
                .recoverWithUni(() -> spool(assessed, deadline))
                .invoke(() -> metrics.count(assessed.normalised(), assessed.outcome()));
    }

    private void published(long handedOver) {
        CrashPoints.reached("ingest.after-publish");
        metrics.published(System.nanoTime() - handedOver);
    }

    private Uni<Void> spool(Assessed assessed, long deadline) {
        long turned = System.nanoTime();
        return spool.store(assessed.normalised(), assessed.outcome(), deadline)
                .invoke(() -> metrics.spooled(System.nanoTime() - turned))
                .onFailure(SpoolUnavailableException.class)
                .transform(neither -> RefusedDeliveryException.overloaded(
                        "The delivery could not be stored. " + neither.getMessage()));
    }
}
