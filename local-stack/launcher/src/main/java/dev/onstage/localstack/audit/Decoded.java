package dev.onstage.localstack.audit;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with its escapes undone, whichever of its letters were escaped. */
final class Decoded {

    private static final Pattern PERCENT = Pattern.compile("%([0-9a-fA-F]{2})");
    private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private static final int HEX = 16;

    private Decoded() {}

    /** The text as it is, without percent-encoding, without JSON's escapes, and without both. */
    static Set<String> formsOf(String text) {
        var forms = new LinkedHashSet<String>();
        forms.add(text);
        forms.add(percentDecoded(text));
        String unescaped = jsonUnescaped(text);
        forms.add(unescaped);
        forms.add(percentDecoded(unescaped));
        return forms;
    }

    private static String percentDecoded(String text) {
        return text.indexOf('%') < 0 ? text : PERCENT.matcher(text).replaceAll(Decoded::character);
    }

    private static String jsonUnescaped(String text) {
        return text.indexOf('\\') < 0
                ? text
                : UNICODE.matcher(text)
                        .replaceAll(Decoded::character)
                        .replace("\\/", "/")
                        .replace("\\\"", "\"");
    }

    private static String character(MatchResult escape) {
        char decoded = (char) Integer.parseInt(escape.group(1), HEX);
        return Matcher.quoteReplacement(String.valueOf(decoded));
    }
}
