package dev.onstage.simulator.discord;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names a webhook may post under: webhook.mdx, and user.mdx for names in general. Lengths are code points. */
final class UsernameValidator {
    static final int MAX_LENGTH = 80;

    private static final List<String> FORBIDDEN_INSIDE = List.of("clyde", "discord", "@", "#", ":", "```");
    private static final Set<String> FORBIDDEN = Set.of("everyone", "here");
    /** Letters and symbols that are drawn as nothing: fillers of Hangul, the empty Braille pattern. */
    private static final Set<Integer> DRAWN_AS_NOTHING = Set.of(0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0);

    private UsernameValidator() {}

    static void validate(FormErrors errors, String path, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof String name)) {
            errors.notAString(path, value);
            return;
        }
        String trimmed = trimmed(name);
        if (trimmed.isEmpty() || trimmed.codePointCount(0, trimmed.length()) > MAX_LENGTH) {
            errors.badLength(path, 1, MAX_LENGTH);
        }
        String lower = trimmed.toLowerCase(Locale.ROOT);
        FORBIDDEN_INSIDE.stream()
                .filter(lower::contains)
                .forEach(forbidden ->
                        errors.add(path, "USERNAME_INVALID_CONTAINS", "Username cannot contain \"" + forbidden + "\""));
        if (FORBIDDEN.contains(lower)) {
            errors.add(path, "USERNAME_INVALID", "Username cannot be \"" + lower + "\"");
        }
    }

    private static String trimmed(String name) {
        int[] all = name.codePoints().toArray();
        int from = 0;
        int to = all.length;
        while (from < to && showsNothing(all[from])) {
            from++;
        }
        while (to > from && showsNothing(all[to - 1])) {
            to--;
        }
        return new String(all, from, to - from);
    }

    private static boolean showsNothing(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT
                || DRAWN_AS_NOTHING.contains(codePoint);
    }
}
