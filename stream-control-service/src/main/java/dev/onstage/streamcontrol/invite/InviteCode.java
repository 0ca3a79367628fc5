package dev.onstage.streamcontrol.invite;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What somebody accepts an invite with: 192 random bits. Kept as a hash only; a fast one does, since nobody guesses that many
 * bits.
 */
final class InviteCode {

    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private InviteCode(String text) {
        this.text = text;
    }

    static InviteCode random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new InviteCode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What somebody presents, whatever it is. */
    static InviteCode of(String text) {
        return new InviteCode(text);
    }

    /** The code itself, to be shown once. */
    String shown() {
        return text;
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "InviteCode";
    }
}
