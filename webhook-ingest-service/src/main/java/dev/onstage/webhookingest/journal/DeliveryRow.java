package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.SqlColumns;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a delivery as stored, without its body.
 *
 * @param bodyKept false when the body was left out or given up
 */
public record DeliveryRow(
        UUID deliveryId,
        Instant receivedAt,
        @Nullable String webhookId,
        @Nullable Integer attempt,
        String apiKey,
        String eventType,
        @Nullable String channelId,
        @Nullable String callCid,
        @Nullable String chatChannelCid,
        @Nullable Instant eventTime,
        DeliveryOutcome outcome,
        int sizeBytes,
        boolean compressed,
        boolean viaSpool,
        boolean bodyKept) {
    static final String COLUMNS = "d.delivery_id, d.received_at, d.webhook_id, d.attempt, d.api_key, d.event_type,"
            + " d.channel_id, d.call_cid, d.chat_channel_cid, d.event_time, d.outcome, d.size_bytes, d.compressed,"
            + " d.via_spool, NOT d.body_dropped AS body_kept";

    static DeliveryRow of(Row row) {
        return new DeliveryRow(
                row.getUUID("delivery_id"),
                SqlColumns.instant(row, "received_at"),
                row.getString("webhook_id"),
                row.getInteger("attempt"),
                row.getString("api_key"),
                row.getString("event_type"),
                row.getString("channel_id"),
                row.getString("call_cid"),
                row.getString("chat_channel_cid"),
                SqlColumns.instantOrNull(row, "event_time"),
                DeliveryOutcome.valueOf(row.getString("outcome")),
                row.getInteger("size_bytes"),
                row.getBoolean("compressed"),
                row.getBoolean("via_spool"),
                row.getBoolean("body_kept"));
    }

    /** True for an attempt of the same delivery; the sender's id alone is not signed and proves nothing. */
    boolean isAttemptOf(DeliveryRow first) {
        return webhookId != null
                && webhookId.equals(first.webhookId())
                && eventType.equals(first.eventType())
                && Objects.equals(channelId, first.channelId())
                && Objects.equals(eventTime, first.eventTime())
                && !receivedAt.isBefore(first.receivedAt());
    }
}
