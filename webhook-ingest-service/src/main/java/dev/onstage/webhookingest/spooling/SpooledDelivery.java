package dev.onstage.webhookingest.spooling;

import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the spool.
 *
 * @param deliveryId UUIDv7 of the receipt; the order of the spool
 * @param outcome as judged at receipt
 * @param body as it came over the wire
 */
record SpooledDelivery(
        UUID deliveryId,
        Instant receivedAt,
        String apiKey,
        @Nullable String webhookId,
        @Nullable String attempt,
        DeliveryOutcome outcome,
        @Nullable String traceParent,
        Buffer body) {

    static SpooledDelivery of(NormalisedDelivery normalised, DeliveryOutcome outcome) {
        VerifiedDelivery delivery = normalised.delivery();
        return new SpooledDelivery(
                delivery.deliveryId(),
                delivery.receivedAt(),
                delivery.apiKey(),
                delivery.webhookId().orElse(null),
                delivery.attempt().orElse(null),
                outcome,
                delivery.traceParent().orElse(null),
                Buffer.buffer(delivery.receivedBody()));
    }
}
