package dev.onstage.webhookingest.verification;

import dev.onstage.support.text.StorableText;
import dev.onstage.support.tracing.TraceHeaders;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A delivery whose body the provider signed. Only {@link DeliveryVerifier} makes one. */
public final class VerifiedDelivery {
    private static final int LONGEST_HEADER = 100;

    private final UUID deliveryId;
    private final UnverifiedDelivery received;
    private final byte[] body;
    private final String apiKey;
    private final @Nullable String traceParent;

    VerifiedDelivery(UUID deliveryId, UnverifiedDelivery received, byte[] body, String apiKey) {
        this(deliveryId, received, body, apiKey, received.traceParent());
    }

    private VerifiedDelivery(
            UUID deliveryId, UnverifiedDelivery received, byte[] body, String apiKey, @Nullable String traceParent) {
        this.traceParent = traceParent;
        this.deliveryId = deliveryId;
        this.received = received;
        this.body = body;
        this.apiKey = apiKey;
    }

    /** Our own id of this receipt, a UUIDv7: the same in Kafka, spool and journal. */
    public UUID deliveryId() {
        return deliveryId;
    }

    /** The signed bytes: JSON, unpacked. Not to be changed. */
    public byte[] body() {
        return body;
    }

    /** The bytes as they came over the wire. Not to be changed. */
    public byte[] receivedBody() {
        return received.body();
    }

    /** True when the bytes came compressed. */
    public boolean isCompressed() {
        return received.body() != body;
    }

    /** The api key whose secret signed the body. */
    public String apiKey() {
        return apiKey;
    }

    /** {@code X-Webhook-Id}; not signed, so an identifier of a delivery at best, never of an event. */
    public Optional<String> webhookId() {
        return Optional.ofNullable(received.webhookId()).filter(VerifiedDelivery::isUsable);
    }

    /** {@code X-Webhook-Attempt}; not signed. */
    public Optional<String> attempt() {
        return Optional.ofNullable(received.attempt()).filter(VerifiedDelivery::isUsable);
    }

    private static boolean isUsable(String header) {
        return header.length() <= LONGEST_HEADER && StorableText.isStorable(header);
    }

    /** What it belongs to: {@code traceparent} of the request, when it is well formed, until we make it a step of ours; not signed. */
    public Optional<String> traceParent() {
        return Optional.ofNullable(traceParent).filter(TraceHeaders::isTraceParent);
    }

    /** The same delivery as a part of that step; null leaves it as it is. */
    public VerifiedDelivery inTrace(@Nullable String step) {
        return step == null ? this : new VerifiedDelivery(deliveryId, received, body, apiKey, step);
    }

    /** When it was received, by our clock. */
    public Instant receivedAt() {
        return received.receivedAt();
    }
}
