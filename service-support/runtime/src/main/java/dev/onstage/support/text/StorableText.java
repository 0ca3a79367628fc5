package dev.onstage.support.text;

import org.jspecify.annotations.Nullable;

/**
 * Makes texts from outside such that every store takes them. JSON can say two things that PostgreSQL cannot keep: the
 * character NUL, and half of a character that needs two (a lone surrogate). An index cannot keep a text of any length.
 */
public final class StorableText {
    /** The longest id: what PostgreSQL's indexes take with room to spare, also when every character needs four bytes. */
    public static final int LONGEST_ID = 255;

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** Whether a text can be kept as it is. */
    public static boolean isStorable(String text) {
        return firstUnstorable(text, 0) < 0;
    }

    /**
     * A text that is an id: never changed, since another id would be about something else.
     *
     * @return null when it cannot be kept as it is, is empty, or is longer than {@value #LONGEST_ID}
     */
    public static @Nullable String id(String text) {
        return text.isEmpty() || text.length() > LONGEST_ID || !isStorable(text) ? null : text;
    }

    /**
     * A text that people read: what cannot be kept is replaced by U+FFFD, what is too long is cut off between characters.
     *
     * @param longest in UTF-16 units
     */
    public static String readable(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, end(text, longest));
        int at = firstUnstorable(cut, 0);
        if (at < 0) {
            return cut;
        }
        StringBuilder repaired = new StringBuilder(cut);
        while (at >= 0) {
            repaired.setCharAt(at, REPLACEMENT);
            at = firstUnstorable(cut, at + 1);
        }
        return repaired.toString();
    }

    private static int end(String text, int longest) {
        boolean divides = longest > 0
                && Character.isHighSurrogate(text.charAt(longest - 1))
                && Character.isLowSurrogate(text.charAt(longest));
        return divides ? longest - 1 : longest;
    }

    private static int firstUnstorable(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                return i;
            }
            if (Character.isSurrogate(character)) {
                if (Character.charCount(text.codePointAt(i)) != 2) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
