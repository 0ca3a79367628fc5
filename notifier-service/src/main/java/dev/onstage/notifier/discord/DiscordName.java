package dev.onstage.notifier.discord;

import dev.onstage.support.text.VisibleText;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which names Discord lets a webhook post under (developers/resources/webhook.mdx and, for names in general, user.mdx). It
 * refuses the whole message for a name that it does not take. Lengths are code points and inclusive.
 */
final class DiscordName {
    static final int LONGEST = 80;

    private static final Set<String> MENTIONS = Set.of("everyone", "here");
    private static final List<String> KEPT_FOR_DISCORD = List.of("discord", "clyde");
    private static final List<String> SIGNS = List.of("@", "#", ":", "```");

    private DiscordName() {}

    /** What speaks against a name, completing a sentence that begins with its field; empty when Discord takes it. */
    static Optional<String> objection(String name) {
        if (name.codePoints().anyMatch(DiscordName::breaksTheLine)) {
            return Optional.of("must not contain line breaks or control characters");
        }
        if (!VisibleText.isVisible(name)) {
            return Optional.of("must have at least one visible character");
        }
        int length = name.codePointCount(0, name.length());
        if (length > LONGEST) {
            return Optional.of("has " + length + " characters; Discord takes at most " + LONGEST);
        }
        String read = asRead(name);
        String lower = read.toLowerCase(Locale.ROOT);
        if (MENTIONS.contains(VisibleText.trimmed(lower))) {
            return Optional.of("must not be everyone or here");
        }
        if (KEPT_FOR_DISCORD.stream().anyMatch(lower::contains)) {
            return Optional.of("must not contain discord or clyde");
        }
        if (SIGNS.stream().anyMatch(read::contains)) {
            return Optional.of("must not contain @, #, a colon or three backticks");
        }
        return Optional.empty();
    }

    /** Discord takes a name for what it looks like: without what is not drawn, and wide letters as narrow ones. */
    private static String asRead(String name) {
        String drawn = name.codePoints()
                .filter(codePoint -> Character.getType(codePoint) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Normalizer.normalize(drawn, Normalizer.Form.NFKC);
    }

    private static boolean breaksTheLine(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
