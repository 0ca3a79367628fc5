package dev.onstage.webhookingest.verification;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets per api key, ready to sign. Never says what they are. */
final class SigningSecrets {
    private static final String ALGORITHM = "HmacSHA256";

    private final Map<String, List<Mac>> macsByApiKey = new HashMap<>();

    /**
     * Reads {@code api-key=secret} pairs.
     *
     * @throws IllegalStateException naming the setting and the place, not the value
     */
    SigningSecrets(List<String> pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            String pair = pairs.get(i).strip();
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw new IllegalStateException("onstage.getstream.secrets is not usable: entry " + (i + 1)
                        + " is not of the form api-key=secret");
            }
            macsByApiKey
                    .computeIfAbsent(pair.substring(0, equals), key -> new ArrayList<>())
                    .add(mac(pair.substring(equals + 1)));
        }
    }

    /** The signatures of a body under every secret of the key; none when the key is unknown. */
    List<byte[]> signatures(String apiKey, byte[] body) {
        return macsByApiKey.getOrDefault(apiKey, List.of()).stream()
                .map(mac -> sign(mac, body))
                .toList();
    }

    private static byte[] sign(Mac prototype, byte[] body) {
        try {
            return ((Mac) prototype.clone()).doFinal(body);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's HMAC can be cloned", e);
        }
    }

    private static Mac mac(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The platform has " + ALGORITHM, e);
        }
    }
}
