package dev.onstage.localstack.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The texts that give a secret away: each half of it (all of it when a half has fewer than {@value #SHORTEST_HALF}
 * characters), as it is and as it looks within Base64 of something longer. Immutable.
 */
final class Needles {

    /** A shorter part may be found by chance, or gives too little away. */
    static final int SHORTEST_HALF = 20;

    private static final int WINDOW = 12;
    private static final int FACTOR = 31;
    private static final int BITS_PER_BYTE = 8;
    private static final int BITS_PER_LETTER = 6;
    private static final int ALIGNMENTS = 3;

    private final Map<Integer, List<Needle>> byBegin = new HashMap<>();

    private record Needle(String text, String label) {}

    /**
     * @param secrets by what they may be called in a report
     * @throws IllegalArgumentException for a secret too short to be looked for
     */
    Needles(Map<String, String> secrets) {
        secrets.forEach((label, secret) -> {
            for (String part : parts(secret)) {
                add(part, label);
                base64(part).forEach(text -> add(text, label));
            }
        });
    }

    private void add(String text, String label) {
        if (text.length() < WINDOW) {
            throw new IllegalArgumentException("Too short to be looked for: " + label);
        }
        byBegin.computeIfAbsent(hash(text, 0), first -> new ArrayList<>()).add(new Needle(text, label));
    }

    private static List<String> parts(String secret) {
        int half = secret.length() / 2;
        return half < SHORTEST_HALF
                ? List.of(secret)
                : List.of(secret.substring(0, half), secret.substring(secret.length() - half));
    }

    /** The letters that depend on nothing but the part, wherever in the encoded bytes it begins, in both alphabets. */
    private static Set<String> base64(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        var found = new LinkedHashSet<String>();
        for (int before = 0; before < ALIGNMENTS; before++) {
            var padded = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, padded, before, bytes.length);
            int from = (before * BITS_PER_BYTE + BITS_PER_LETTER - 1) / BITS_PER_LETTER;
            int to = padded.length * BITS_PER_BYTE / BITS_PER_LETTER;
            found.add(Base64.getEncoder().encodeToString(padded).substring(from, to));
            found.add(Base64.getUrlEncoder().encodeToString(padded).substring(from, to));
        }
        return found;
    }

    /** The labels of the secrets that the text gives away. One pass, however many there are. */
    Set<String> in(String text) {
        var found = new LinkedHashSet<String>();
        if (text.length() < WINDOW) {
            return found;
        }
        int leaving = 1;
        for (int i = 1; i < WINDOW; i++) {
            leaving *= FACTOR;
        }
        int hash = hash(text, 0);
        for (int begin = 0; ; begin++) {
            for (Needle needle : byBegin.getOrDefault(hash, List.of())) {
                if (text.startsWith(needle.text(), begin)) {
                    found.add(needle.label());
                }
            }
            int next = begin + WINDOW;
            if (next >= text.length()) {
                return found;
            }
            hash = (hash - text.charAt(begin) * leaving) * FACTOR + text.charAt(next);
        }
    }

    private static int hash(String text, int begin) {
        int hash = 0;
        for (int i = begin; i < begin + WINDOW; i++) {
            hash = hash * FACTOR + text.charAt(i);
        }
        return hash;
    }
}
