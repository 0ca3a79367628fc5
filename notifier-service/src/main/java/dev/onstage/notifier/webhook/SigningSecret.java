package dev.onstage.notifier.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A symmetric key of Standard Webhooks. Whoever has it can forge messages.
 *
 * @param text {@code whsec_} and the key in Base64
 */
record SigningSecret(String text) {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Reads one that a person chose, in either alphabet of Base64 and with or without the padding at its end. It is kept in the
     * usual alphabet with padding, since most receivers read nothing else.
     *
     * @throws IllegalArgumentException with a sentence for that person, which does not repeat it
     */
    static SigningSecret parse(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith(PREFIX)) {
            throw new IllegalArgumentException("The signing secret must begin with " + PREFIX + ".");
        }
        String key = stripped.substring(PREFIX.length());
        if (key.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            throw new IllegalArgumentException("The signing secret must not contain spaces or line breaks.");
        }
        byte[] bytes;
        try {
            bytes = isUrlSafe(key)
                    ? Base64.getUrlDecoder().decode(key)
                    : Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("After " + PREFIX + " the signing secret must be Base64.");
        }
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "The signing secret must have " + MIN_BYTES + " to " + MAX_BYTES + " bytes in Base64.");
        }
        return of(bytes);
    }

    /** One that nobody can guess. */
    static SigningSecret random() {
        byte[] key = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(key);
        return of(key);
    }

    private static SigningSecret of(byte[] key) {
        return new SigningSecret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    private static boolean isUrlSafe(String key) {
        return key.indexOf('-') >= 0 || key.indexOf('_') >= 0;
    }

    /**
     * Signs a message.
     *
     * @param id the message's id, without a dot
     * @param timestamp when it is sent, in seconds
     * @param body as it is sent, in UTF-8
     * @return one element of the header {@code webhook-signature}
     */
    String sign(String id, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(text), ALGORITHM));
            byte[] signature = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }

    private static byte[] key(String text) {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
