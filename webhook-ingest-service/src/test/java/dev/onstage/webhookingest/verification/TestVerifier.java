package dev.onstage.webhookingest.verification;

import dev.onstage.webhookingest.SignedDeliveries;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Instant;

/** Verified deliveries for tests of what comes after verification, made the only way there is. */
public final class TestVerifier {
    private TestVerifier() {}

    /** A verifier with these {@code key=secret} pairs and bounds. */
    public static DeliveryVerifier verifier(int maxReceived, int maxUnpacked, String... pairs) {
        return verifier(maxReceived, maxUnpacked, new SecretsInForce(() -> String.join(",", pairs)));
    }

    /** A verifier with these secrets, which may change, and bounds. */
    static DeliveryVerifier verifier(int maxReceived, int maxUnpacked, SecretsInForce secrets) {
        return new DeliveryVerifier(
                new VerificationConfig() {
                    @Override
                    public String secrets() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public Bounds bounds() {
                        return new Bounds() {
                            @Override
                            public MemorySize maxReceived() {
                                return new MemorySize(BigInteger.valueOf(maxReceived));
                            }

                            @Override
                            public MemorySize maxUnpacked() {
                                return new MemorySize(BigInteger.valueOf(maxUnpacked));
                            }
                        };
                    }
                },
                secrets);
    }

    /** A delivery of this body, signed and verified. */
    public static VerifiedDelivery verified(byte[] body) {
        return verified(body, body);
    }

    /** A delivery received in compressed form. */
    public static VerifiedDelivery verifiedCompressed(byte[] body) {
        return verified(SignedDeliveries.gzip(body), body);
    }

    private static VerifiedDelivery verified(byte[] received, byte[] signed) {
        return verifier(1 << 20, 4 << 20, SignedDeliveries.API_KEY + "=" + SignedDeliveries.SECRET)
                .verify(new UnverifiedDelivery(
                        received,
                        SignedDeliveries.API_KEY,
                        SignedDeliveries.sign(signed, SignedDeliveries.SECRET),
                        "webhook-1",
                        "1",
                        null,
                        Instant.parse("2026-11-20T18:30:00Z")));
    }
}
