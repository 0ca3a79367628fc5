package dev.onstage.webhookingest.verification;

import java.time.Instant;
import java.util.Optional;

/** A delivery whose body the provider signed. Only {@link DeliveryVerifier} makes one. */
public final class VerifiedDelivery {
    private static final int LONGEST_HEADER = 100;

    private final UnverifiedDelivery received;
    private final byte[] body;
    private final String apiKey;

    VerifiedDelivery(UnverifiedDelivery received, byte[] body, String apiKey) {
        this.received = received;
        this.body = body;
        this.apiKey = apiKey;
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
        return Optional.ofNullable(received.webhookId()).filter(id -> id.length() <= LONGEST_HEADER);
    }

    /** {@code X-Webhook-Attempt}; not signed. */
    public Optional<String> attempt() {
        return Optional.ofNullable(received.attempt()).filter(number -> number.length() <= LONGEST_HEADER);
    }

    /** When it was received, by our clock. */
    public Instant receivedAt() {
        return received.receivedAt();
    }
}
