package dev.onstage.support.text;

import java.util.Set;

/**
 * Tells texts that show something from texts that only look empty. Java's own {@link String#isBlank} knows neither the
 * no-break spaces nor characters such as the zero-width space or the Hangul filler, which are drawn as nothing. A character
 * that is newer than this Java counts as visible: most of them are emoji.
 */
public final class VisibleText {
    /** Characters that Unicode counts as letters or symbols although nothing is drawn for them. */
    private static final Set<Integer> DRAWN_AS_NOTHING = Set.of(
            0x115F, // Hangul choseong filler
            0x1160, // Hangul jungseong filler
            0x180F, // Mongolian variation selector four, which Unicode 13 did not have yet
            0x2800, // Braille pattern blank
            0x3164, // Hangul filler
            0xFFA0, // halfwidth Hangul filler
            0x1D159); // musical symbol null notehead

    private VisibleText() {}

    /** Whether a text shows at least one character of its own. */
    public static boolean isVisible(String text) {
        return text.codePoints().anyMatch(VisibleText::isVisible);
    }

    /** A text without the characters at its ends that show nothing; empty when it shows nothing at all. */
    public static String trimmed(String text) {
        int[] visible = text.codePoints().toArray();
        int from = 0;
        int to = visible.length;
        while (from < to && !isVisible(visible[from])) {
            from++;
        }
        while (to > from && isEmptySpace(visible[to - 1])) {
            to--;
        }
        return new String(visible, from, to - from);
    }

    /** A mark is drawn on the character before it: alone it is no text. */
    private static boolean isVisible(int codePoint) {
        return !isEmptySpace(codePoint) && !isMark(codePoint);
    }

    private static boolean isEmptySpace(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || DRAWN_AS_NOTHING.contains(codePoint)
                || isReservedForNothing(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
                    default -> false;
                };
    }

    /** What Unicode will never draw: code points kept for invisible characters of the future, and those that are none. */
    private static boolean isReservedForNothing(int codePoint) {
        return codePoint == 0x2065
                || (codePoint >= 0xFFF0 && codePoint <= 0xFFF8)
                || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF)
                || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF)
                || (codePoint & 0xFFFE) == 0xFFFE;
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }
}
