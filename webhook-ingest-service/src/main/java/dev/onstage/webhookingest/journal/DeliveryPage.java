package dev.onstage.webhookingest.journal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of deliveries, newest first.
 *
 * @param deliveries each once, at the place of its first attempt that matches
 * @param next the cursor of the page after it, null at the end
 */
record DeliveryPage(List<Delivery> deliveries, @Nullable String next) {

    /**
     * A delivery as its sender means it: all attempts to bring one event.
     *
     * @param id of the first attempt that matches
     * @param webhookId the sender's id, not signed
     * @param type the provider's type
     * @param channelId null when it belongs to no channel here
     * @param eventTime by the provider's clock
     * @param receivedAt the first attempt's
     * @param outcome the first attempt's: accepted, ignored, quarantined or refused
     * @param sizeBytes as it came over the wire
     * @param bodyKept false when the body was given up
     * @param attempts all that are stored, at most twenty, oldest first
     */
    record Delivery(
            UUID id,
            @Nullable String webhookId,
            String type,
            @Nullable String channelId,
            @Nullable String callCid,
            @Nullable String chatChannelCid,
            @Nullable Instant eventTime,
            Instant receivedAt,
            String outcome,
            int sizeBytes,
            boolean compressed,
            boolean bodyKept,
            List<Attempt> attempts) {

        static Delivery of(DeliveryRow first, List<DeliveryRow> attempts) {
            return new Delivery(
                    first.deliveryId(),
                    first.webhookId(),
                    first.eventType(),
                    first.channelId(),
                    first.callCid(),
                    first.chatChannelCid(),
                    first.eventTime(),
                    first.receivedAt(),
                    first.outcome().label(),
                    first.sizeBytes(),
                    first.compressed(),
                    first.bodyKept(),
                    attempts.stream().map(Attempt::of).toList());
        }
    }

    /**
     * One attempt.
     *
     * @param id ours
     * @param attempt the sender's count, null when it gave none
     * @param viaSpool whether it waited for Kafka in the spool
     */
    record Attempt(
            UUID id,
            @Nullable Integer attempt,
            Instant receivedAt,
            String outcome,
            boolean viaSpool,
            boolean bodyKept) {

        static Attempt of(DeliveryRow row) {
            return new Attempt(
                    row.deliveryId(),
                    row.attempt(),
                    row.receivedAt(),
                    row.outcome().label(),
                    row.viaSpool(),
                    row.bodyKept());
        }
    }
}
