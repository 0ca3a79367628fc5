package dev.onstage.webhookingest.receiving;

import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.MalformedDeliveryException;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Says what a delivery is: signed or not, what it means, whether it is in time. Only computes. */
@Singleton
class DeliveryAssessor {
    private final DeliveryVerifier verifier;
    private final DeliveryNormaliser normaliser;
    private final AgeWindow window;
    private final DeliveryMetrics metrics;

    @Inject
    DeliveryAssessor(
            DeliveryVerifier verifier, DeliveryNormaliser normaliser, ReceivingConfig config, DeliveryMetrics metrics) {
        this(verifier, normaliser, new AgeWindow(config.maxAge(), config.maxAhead()), metrics);
    }

    DeliveryAssessor(
            DeliveryVerifier verifier, DeliveryNormaliser normaliser, AgeWindow window, DeliveryMetrics metrics) {
        this.verifier = verifier;
        this.normaliser = normaliser;
        this.window = window;
        this.metrics = metrics;
    }

    /**
     * A signed delivery.
     *
     * @param flaw why it is {@link DeliveryOutcome#REFUSED}, null for every other outcome
     */
    record Assessed(
            NormalisedDelivery normalised,
            DeliveryOutcome outcome,
            @Nullable MalformedDeliveryException flaw) {}

    /**
     * Assesses one delivery. Its age is judged here, once, by the time it was received at.
     *
     * @throws RefusedDeliveryException for what nobody signed, and for what is too large
     */
    Assessed assess(UnverifiedDelivery delivery) {
        long began = System.nanoTime();
        VerifiedDelivery verified = verifier.verify(delivery);
        long verifiedAt = System.nanoTime();
        metrics.verified(verifiedAt - began);
        try {
            NormalisedDelivery normalised = normaliser.normalise(verified);
            metrics.normalised(System.nanoTime() - verifiedAt);
            return new Assessed(normalised, judge(normalised), null);
        } catch (MalformedDeliveryException malformed) {
            return new Assessed(NormalisedDelivery.unreadable(verified), DeliveryOutcome.REFUSED, malformed);
        }
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
}
