package dev.onstage.webhookingest.verification;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks the provider's signature: lower-case hex of HMAC-SHA256 over the unpacked body, keyed with the secret of the api
 * key that {@code X-Api-Key} names. Nothing is parsed before. Only computes, so it may run on the event loop.
 */
@Startup
@Singleton
public class DeliveryVerifier {
    private static final int SIGNATURE_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    private final SecretsInForce secrets;
    private final long maxReceived;
    private final long maxUnpacked;

    DeliveryVerifier(VerificationConfig config, SecretsInForce secrets) {
        this.secrets = secrets;
        this.maxReceived = config.bounds().maxReceived().asLongValue();
        this.maxUnpacked = config.bounds().maxUnpacked().asLongValue();
    }

    /** The largest body that may come over the wire, in bytes. */
    public long maxReceived() {
        return maxReceived;
    }

    /**
     * Looks at what a delivery claims, before its body is read: an api key that has a secret, and something that could be a
     * signature. Proves nothing and costs nothing.
     *
     * @throws RefusedDeliveryException when it cannot be a delivery
     */
    public void checkClaims(@Nullable String apiKey, @Nullable String signature) {
        usable(signature);
        known(apiKey);
    }

    private static byte[] usable(@Nullable String signatureHex) {
        byte[] signature = signature(signatureHex);
        if (signature == null) {
            throw RefusedDeliveryException.notSigned(RefusalReason.NOT_SIGNED);
        }
        return signature;
    }

    private String known(@Nullable String apiKey) {
        if (apiKey == null) {
            throw RefusedDeliveryException.notSigned(RefusalReason.NOT_SIGNED);
        }
        if (!secrets.get().knows(apiKey)) {
            throw RefusedDeliveryException.notSigned(RefusalReason.UNKNOWN_API_KEY);
        }
        return apiKey;
    }

    /**
     * Verifies one delivery and gives it its id, a UUIDv7.
     *
     * @throws RefusedDeliveryException for what is larger than allowed, cannot be unpacked, or was not signed by the provider
     */
    public VerifiedDelivery verify(UnverifiedDelivery delivery) {
        if (delivery.body().length > maxReceived) {
            throw tooLarge();
        }
        byte[] signature = usable(delivery.signature());
        String apiKey = known(delivery.apiKey());
        byte[] body = BodyUnpacker.unpack(delivery.body(), maxUnpacked);
        if (!secrets.get().signed(apiKey, body, signature)) {
            throw RefusedDeliveryException.notSigned(RefusalReason.WRONG_SIGNATURE);
        }
        return new VerifiedDelivery(UuidCreator.getTimeOrderedEpochFast(), delivery, body, apiKey);
    }

    /** What to tell the sender of a body beyond {@link #maxReceived()}. */
    public RefusedDeliveryException tooLarge() {
        return RefusedDeliveryException.tooLarge("The body is larger than " + maxReceived + " bytes.");
    }

    /**
     * A delivery that was verified at its receipt and has been kept in a table of this service since.
     *
     * @param receivedBody as it came over the wire, perhaps compressed; if it cannot be unpacked any more the delivery holds
     *     it as it is, which the normaliser then calls malformed
     */
    public VerifiedDelivery restore(
            UUID deliveryId,
            Instant receivedAt,
            String apiKey,
            @Nullable String webhookId,
            @Nullable String attempt,
            @Nullable String traceParent,
            byte[] receivedBody) {
        UnverifiedDelivery received =
                new UnverifiedDelivery(receivedBody, apiKey, null, webhookId, attempt, traceParent, receivedAt);
        byte[] body;
        try {
            body = BodyUnpacker.unpack(receivedBody, maxUnpacked);
        } catch (RefusedDeliveryException damaged) {
            body = receivedBody;
        }
        return new VerifiedDelivery(deliveryId, received, body, apiKey);
    }

    private static byte @Nullable [] signature(@Nullable String hex) {
        if (hex == null || hex.length() != 2 * SIGNATURE_BYTES) {
            return null;
        }
        try {
            return HEX.parseHex(hex);
        } catch (IllegalArgumentException notHex) {
            return null;
        }
    }
}
