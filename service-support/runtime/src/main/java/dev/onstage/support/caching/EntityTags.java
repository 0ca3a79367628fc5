package dev.onstage.support.caching;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code If-None-Match} of RFC 9110: tags are compared weakly, so {@code W/} in front of one makes no difference. */
final class EntityTags {

    private static final String ANY = "*";
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    private EntityTags() {}

    /**
     * Whether the client has the content already.
     *
     * @param ifNoneMatch the lines of the header, each a list of tags or {@code *}. What cannot be read matches nothing: the
     *     client gets the content then
     * @param opaque what stands between the quotes of the content's tag
     */
    static boolean match(List<String> ifNoneMatch, String opaque) {
        return ifNoneMatch.stream().anyMatch(line -> match(line.strip(), opaque));
    }

    private static boolean match(String line, String opaque) {
        if (line.equals(ANY)) {
            return true;
        }
        Matcher tags = TAG.matcher(line);
        int at = 0;
        while (tags.find(at) && isSeparator(line, at, tags.start())) {
            if (tags.group(1).equals(opaque)) {
                return true;
            }
            at = tags.end();
        }
        return false;
    }

    /** Nothing but commas and blanks, and between two tags at least one comma. */
    private static boolean isSeparator(String line, int from, int to) {
        String between = line.substring(from, to);
        return between.chars().allMatch(c -> c == ',' || c == ' ' || c == '\t') && (from == 0 || between.contains(","));
    }
}
