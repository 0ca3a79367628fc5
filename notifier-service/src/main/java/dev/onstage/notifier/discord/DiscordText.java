package dev.onstage.notifier.discord;

/** Makes text that people typed safe inside a message: it cannot format, link, mention or exceed a limit. */
final class DiscordText {
    /** The colon keeps addresses from becoming links and names from becoming emoji. */
    private static final String MARKDOWN = "\\*_~|>#[]()<`:";

    /** Between the sign and the name of who is to be notified: a backslash is no promise there. */
    private static final String NO_MENTION = "@\u200B";

    private static final String ELLIPSIS = "…";

    private DiscordText() {}

    /** For places where Discord reads Markdown. The result has at most {@code limit} UTF-16 units. */
    static String escaped(String text, int limit) {
        return cut(text, limit, true);
    }

    /** For places that are shown as they are, such as an author's name. */
    static String plain(String text, int limit) {
        return cut(text, limit, false);
    }

    /** Whether nothing is left of a text that Discord trims: it takes spaces of every width away, also no-break ones. */
    static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(codePoint -> Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint));
    }

    private static String cut(String text, int limit, boolean escape) {
        String clean = clean(text);
        StringBuilder whole = new StringBuilder();
        int fits = 0;
        for (int i = 0; i < clean.length(); i += Character.charCount(clean.codePointAt(i))) {
            int codePoint = clean.codePointAt(i);
            if (escape && codePoint == '@') {
                whole.append(NO_MENTION);
            } else {
                whole.append(escape && MARKDOWN.indexOf(codePoint) >= 0 ? "\\" : "")
                        .appendCodePoint(codePoint);
            }
            if (whole.length() <= limit - ELLIPSIS.length()) {
                fits = whole.length();
            }
        }
        if (whole.length() <= limit) {
            return whole.toString();
        }
        return limit < ELLIPSIS.length() ? "" : whole.substring(0, fits) + ELLIPSIS;
    }

    /** One line without control characters and without the marks that reverse the reading direction. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .map(codePoint -> Character.isWhitespace(codePoint) ? ' ' : codePoint)
                .filter(codePoint -> !Character.isISOControl(codePoint) && !isDirectionMark(codePoint))
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }

    private static boolean isDirectionMark(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
