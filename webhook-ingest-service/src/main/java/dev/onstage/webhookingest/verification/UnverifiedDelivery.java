package dev.onstage.webhookingest.verification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery as anybody could have sent it. Nothing but {@link DeliveryVerifier} may believe a word of it. */
public final class UnverifiedDelivery {
    private final byte[] body;
    private final @Nullable String apiKey;
    private final @Nullable String signature;
    private final @Nullable String webhookId;
    private final @Nullable String attempt;
    private final @Nullable String traceParent;
    private final Instant receivedAt;

    /**
     * Wraps what came over the wire.
     *
     * @param body as received, perhaps compressed
     * @param apiKey header {@code X-Api-Key}
     * @param signature header {@code X-Signature}
     * @param webhookId header {@code X-Webhook-Id}, equal for all attempts of one delivery; not signed
     * @param attempt header {@code X-Webhook-Attempt}; not signed
     * @param traceParent the header of W3C Trace Context; not signed
     * @param receivedAt by our clock
     */
    public UnverifiedDelivery(
            byte[] body,
            @Nullable String apiKey,
            @Nullable String signature,
            @Nullable String webhookId,
            @Nullable String attempt,
            @Nullable String traceParent,
            Instant receivedAt) {
        this.body = body;
        this.apiKey = apiKey;
        this.signature = signature;
        this.webhookId = webhookId;
        this.attempt = attempt;
        this.traceParent = traceParent;
        this.receivedAt = receivedAt;
    }

    byte[] body() {
        return body;
    }

    @Nullable String apiKey() {
        return apiKey;
    }

    @Nullable String signature() {
        return signature;
    }

    @Nullable String webhookId() {
        return webhookId;
    }

    @Nullable String attempt() {
        return attempt;
    }

    @Nullable String traceParent() {
        return traceParent;
    }

    Instant receivedAt() {
        return receivedAt;
    }
}
