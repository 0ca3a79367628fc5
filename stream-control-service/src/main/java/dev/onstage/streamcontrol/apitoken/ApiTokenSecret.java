package dev.onstage.streamcontrol.apitoken;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What whoever uses an API token has to know. Its beginning is ours, so that programs which look for secrets in the wrong places
 * find it.
 *
 * @param text as it is shown, once
 */
record ApiTokenSecret(String text) {

    private static final String BEGINNING = "onstage_";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(BEGINNING + "[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    static ApiTokenSecret random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new ApiTokenSecret(
                BEGINNING + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What somebody sent; empty when it cannot be one. */
    static Optional<ApiTokenSecret> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ApiTokenSecret(text)) : Optional.empty();
    }

    /** What is stored. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiTokenSecret[]";
    }
}
