package dev.onstage.webhookingest.journal;

import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a delivery, as the journal stores it.
 *
 * @param deliveryId made at receipt; the same however often the record comes
 * @param receivedAt when it was received, to the microsecond
 * @param webhookId the sender's id for all attempts of a delivery, not signed
 * @param attempt the sender's count, null when it sent none or no number
 * @param apiKey whose secret signed it
 * @param eventType the provider's type
 * @param subject whom it is about
 * @param eventTime when it happened by the provider's clock
 * @param outcome what became of it
 * @param compressed whether the bytes came compressed
 * @param viaSpool whether it waited in the spool
 * @param body the bytes as received
 * @param keepBody false when the body is not stored
 */
record JournalEntry(
        UUID deliveryId,
        Instant receivedAt,
        @Nullable String webhookId,
        @Nullable Integer attempt,
        String apiKey,
        String eventType,
        DeliverySubject subject,
        @Nullable Instant eventTime,
        DeliveryOutcome outcome,
        boolean compressed,
        boolean viaSpool,
        Buffer body,
        boolean keepBody) {

    /** True when the body may be given up for the sake of the rest. */
    boolean isExpendable() {
        return BodyLevel.isExpendable(eventType, outcome);
    }
}
