package dev.onstage.limitserver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** HMAC-SHA256 over a body, compared in constant time. Thread-safe. */
final class SignatureCheck {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac prototype;

    SignatureCheck(String secret) {
        try {
            this.prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The platform has " + ALGORITHM, e);
        }
    }

    /** Whether {@code signature}, lower-case hex, is that of the body. */
    boolean matches(byte[] body, @Nullable String signature) {
        if (signature == null) {
            return false;
        }
        try {
            byte[] expected = ((Mac) prototype.clone()).doFinal(body);
            return MessageDigest.isEqual(expected, HexFormat.of().parseHex(signature));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's HMAC can be cloned", e);
        } catch (IllegalArgumentException notHex) {
            return false;
        }
    }
}
