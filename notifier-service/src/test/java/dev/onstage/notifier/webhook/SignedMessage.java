package dev.onstage.notifier.webhook;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A message as a receiver has it, and how one verifies it: written from the standard's text, sharing nothing with the code
 * that signs.
 */
public record SignedMessage(String id, String timestamp, String signatures, Buffer body) {
    /** Whether one of the signatures was made with this secret. */
    public boolean isSignedWith(String secret) {
        byte[] expected = Base64.getEncoder().encode(hmac(Base64.getDecoder().decode(secret.substring(6))));
        return Arrays.stream(signatures.split(" "))
                .filter(signature -> signature.startsWith("v1,"))
                .anyMatch(signature ->
                        MessageDigest.isEqual(signature.substring(3).getBytes(StandardCharsets.US_ASCII), expected));
    }

    private byte[] hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body.getBytes());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The body. */
    public String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
