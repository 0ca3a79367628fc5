package dev.onstage.webhookingest.journal;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deliveries as they might be, for tests. */
public final class EntryBuilder {
    private final Instant receivedAt;
    private final UUID deliveryId;
    private @Nullable String webhookId = UUID.randomUUID().toString();
    private int attempt = 1;
    private String type = "call.updated";
    private @Nullable String callCid;
    private DeliveryOutcome outcome = DeliveryOutcome.ACCEPTED;
    private boolean compressed;
    private boolean keepBody = true;
    private Buffer body = Buffer.buffer("{}");

    private EntryBuilder(Instant receivedAt) {
        this.receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
        this.deliveryId = UuidCreator.getTimeOrderedEpoch(receivedAt);
    }

    /** A delivery received at this moment, whose id says so. */
    public static EntryBuilder at(Instant receivedAt) {
        return new EntryBuilder(receivedAt);
    }

    public EntryBuilder channel(@Nullable String channelId) {
        return callCid(channelId == null ? null : "livestream:" + channelId);
    }

    public EntryBuilder callCid(@Nullable String cid) {
        callCid = cid;
        return this;
    }

    public EntryBuilder webhookId(@Nullable String id) {
        webhookId = id;
        return this;
    }

    public EntryBuilder attempt(int number) {
        attempt = number;
        return this;
    }

    public EntryBuilder type(String eventType) {
        type = eventType;
        return this;
    }

    public EntryBuilder outcome(DeliveryOutcome became) {
        outcome = became;
        return this;
    }

    public EntryBuilder body(byte[] received) {
        body = Buffer.buffer(received);
        return this;
    }

    public EntryBuilder compressed() {
        compressed = true;
        return this;
    }

    public EntryBuilder keepBody(boolean keep) {
        keepBody = keep;
        return this;
    }

    JournalEntry build() {
        return new JournalEntry(
                deliveryId,
                receivedAt,
                webhookId,
                attempt,
                "test-key",
                type,
                new DeliverySubject(callCid, null),
                Instant.parse("2026-11-20T19:00:00Z"),
                outcome,
                compressed,
                false,
                body,
                keepBody);
    }
}
