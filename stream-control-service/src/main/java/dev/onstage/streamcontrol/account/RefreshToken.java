package dev.onstage.streamcontrol.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A refresh token: login session, generation, and a keyed hash of both. Nothing of it is stored; the session's key is, so
 * an old generation is recognised as genuine and reused, while a made-up one is nothing.
 */
record RefreshToken(UUID loginSessionId, int generation, String proof) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})\\.(\\d{1,9})\\.([A-Za-z0-9_-]{43})");
    private static final String ALGORITHM = "HmacSHA256";

    static RefreshToken issue(UUID loginSessionId, int generation, byte[] key) {
        return new RefreshToken(loginSessionId, generation, proof(loginSessionId, generation, key));
    }

    static Optional<RefreshToken> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RefreshToken(
                    UUID.fromString(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isGenuine(byte[] key) {
        byte[] expected = proof(loginSessionId, generation, key).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, proof.getBytes(StandardCharsets.US_ASCII));
    }

    String text() {
        return loginSessionId + "." + generation + "." + proof;
    }

    @Override
    public String toString() {
        return "RefreshToken[" + loginSessionId + ", generation " + generation + "]";
    }

    private static String proof(UUID loginSessionId, int generation, byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] hash = mac.doFinal((loginSessionId + "." + generation).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
