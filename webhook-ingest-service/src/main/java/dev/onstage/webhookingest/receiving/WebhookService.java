package dev.onstage.webhookingest.receiving;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.tracing.TraceField;
import dev.onstage.support.tracing.TraceStep;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryPublisher;
import dev.onstage.webhookingest.publishing.NotConfirmedException;
import dev.onstage.webhookingest.publishing.Publication;
import dev.onstage.webhookingest.receiving.DeliveryAssessor.Assessed;
import dev.onstage.webhookingest.spooling.DeliverySpool;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Receives one delivery: assesses it and makes it durable. Every outcome is counted once. Never blocks. */
@Singleton
class WebhookService {
    private static final Logger LOG = Logger.getLogger(WebhookService.class);

    private final DeliveryAssessor assessor;
    private final DeliveryPublisher publisher;
    private final DeliverySpool spool;
    private final DeliveryMetrics metrics;
    private final long wholeNanos;
    private final Tracing tracing;

    WebhookService(
            DeliveryAssessor assessor,
            DeliveryPublisher publisher,
            DeliverySpool spool,
            DeliveryMetrics metrics,
            ReceivingConfig config,
            Tracing tracing) {
        this.tracing = tracing;
        this.assessor = assessor;
        this.publisher = publisher;
        this.spool = spool;
        this.metrics = metrics;
        this.wholeNanos = config.wholeTimeout().toNanos();
    }

    /**
     * Receives one delivery. The receipt is told once Kafka or the spool has it, or what is wrong with it. What is signed but
     * malformed is made durable too, for the journal, before it is refused.
     */
    void receive(UnverifiedDelivery delivery, DeliveryReceipt receipt) {
        Assessed assessed;
        try {
            assessed = assessor.assess(delivery);
        } catch (RefusedDeliveryException refused) {
            receipt.refused(refused);
            return;
        }
        CrashPoints.reached("ingest.before-publish");
        TraceStep step = begin(assessed);
        NormalisedDelivery traced = assessed.normalised().inTrace(step.traceParent());
        publisher.publish(traced, assessed.outcome(), new OnTheWay(assessed, traced, step, receipt));
    }

    /** From the receipt on, and only for what was signed with a secret of ours: nobody else can have a trace begun. */
    private TraceStep begin(Assessed assessed) {
        if (!tracing.isOn()) {
            return TraceStep.none();
        }
        VerifiedDelivery delivery = assessed.normalised().delivery();
        String parent = delivery.traceParent().orElse(null);
        return tracing.begin(SpanKind.SERVER, "receive webhook", parent, delivery.receivedAt())
                .with(TraceField.DELIVERY_ID, delivery.deliveryId().toString())
                .with(
                        TraceField.EVENT_TYPE,
                        assessed.normalised().known() ? assessed.normalised().type() : "unknown")
                .with(TraceField.OUTCOME, assessed.outcome().label());
    }

    /** A delivery that is being made durable: in Kafka, else in the spool. */
    private final class OnTheWay implements Publication {
        private final Assessed assessed;
        private final NormalisedDelivery traced;
        private final TraceStep trace;
        private final DeliveryReceipt receipt;
        private final long began = System.nanoTime();

        OnTheWay(Assessed assessed, NormalisedDelivery traced, TraceStep trace, DeliveryReceipt receipt) {
            this.assessed = assessed;
            this.traced = traced;
            this.trace = trace;
            this.receipt = receipt;
        }

        @Override
        public void confirmed() {
            CrashPoints.reached("ingest.after-publish");
            toTheEnd(() -> {
                metrics.published(System.nanoTime() - began);
                durable();
            });
        }

        @Override
        public void notConfirmed(NotConfirmedException why) {
            long turned = System.nanoTime();
            toTheEnd(() -> spool.store(traced, assessed.outcome(), receipt.startedAt() + wholeNanos)
                    .subscribe()
                    .with(stored -> spooled(turned), this::lost));
        }

        private void spooled(long turned) {
            toTheEnd(() -> {
                metrics.spooled(System.nanoTime() - turned);
                durable();
            });
        }

        /** Whatever is thrown on the way: the receipt is told, so that its place is given back. */
        private void toTheEnd(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | Error unexpected) {
                trace.failed(unexpected);
                LOG.error("A delivery met something unexpected while it was made durable", unexpected);
                receipt.refused(
                        RefusedDeliveryException.overloaded("The delivery could not be processed. It was logged."));
            }
        }

        private void durable() {
            trace.end();
            metrics.count(assessed.normalised(), assessed.outcome());
            if (assessed.flaw() == null) {
                receipt.durable();
            } else {
                receipt.refused(new ProblemException(
                        ProblemType.PAYLOAD_MALFORMED, assessed.flaw().getMessage() + ".", assessed.flaw()));
            }
        }

        private void lost(Throwable neither) {
            trace.failed(neither);
            receipt.refused(
                    RefusedDeliveryException.overloaded("The delivery could not be stored. " + neither.getMessage()));
        }
    }
}
