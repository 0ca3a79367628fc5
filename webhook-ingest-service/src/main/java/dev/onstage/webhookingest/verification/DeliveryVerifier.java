package dev.onstage.webhookingest.verification;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the provider's signature: lower-case hex of HMAC-SHA256 over the unpacked body, keyed with the secret of the api
 * key that {@code X-Api-Key} names. Only computes, so it may run on the event loop.
 */
@ApplicationScoped
public class DeliveryVerifier {
    private final SigningSecrets secrets;
    private final VerificationConfig.Bounds bounds;

    DeliveryVerifier(VerificationConfig config) {
        this.secrets = new SigningSecrets(config.secrets());
        this.bounds = config.bounds();
    }

    /**
     * Verifies one delivery.
     *
     * @throws ProblemException {@code payload-too-large}, {@code payload-malformed} for damaged gzip, {@code
     *     signature-invalid} for everything the provider did not sign
     */
    public VerifiedDelivery verify(UnverifiedDelivery delivery) {
        long maxReceived = bounds.maxReceived().asLongValue();
        if (delivery.body().length > maxReceived) {
            throw new ProblemException(
                    ProblemType.PAYLOAD_TOO_LARGE, "The body is larger than " + maxReceived + " bytes.");
        }
        String apiKey = delivery.apiKey();
        if (apiKey == null) {
            throw invalid("The header X-Api-Key is missing.");
        }
        byte[] body = BodyUnpacker.unpack(delivery.body(), bounds.maxUnpacked().asLongValue());
        List<byte[]> expected = secrets.signatures(apiKey, body);
        if (expected.isEmpty()) {
            throw invalid("The api key in X-Api-Key is not known here.")
                    .fix("Add the key and its secret to onstage.getstream.secrets.");
        }
        byte[] given = signature(delivery.signature());
        boolean matches = false;
        for (byte[] one : expected) {
            matches |= MessageDigest.isEqual(one, given);
        }
        if (!matches) {
            throw invalid("X-Signature does not match the body.")
                    .fix("Check that onstage.getstream.secrets holds the current secret of this api key.");
        }
        return new VerifiedDelivery(delivery, body, apiKey);
    }

    private static byte[] signature(@Nullable String hex) {
        try {
            return hex == null ? new byte[0] : HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException notHex) {
            return new byte[0];
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.SIGNATURE_INVALID, detail);
    }
}
