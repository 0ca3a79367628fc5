package dev.onstage.support.problem;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes what came from outside fit for a line of the log: nobody can begin a line of their own in it. */
public final class LogText {
    private static final int LONGEST = 500;

    private LogText() {}

    /**
     * The text with every line break, control character and space that is not a plain one written as percent escapes, and cut
     * off after 500 characters; {@code null} as a word.
     */
    public static String of(@Nullable Object value) {
        String text = String.valueOf(value);
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().limit(LONGEST).forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        if (isPlain(c)) {
            safe.appendCodePoint(c);
            return;
        }
        HexFormat hex = HexFormat.of().withUpperCase();
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            safe.append('%').append(hex.toHexDigits(b));
        }
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
