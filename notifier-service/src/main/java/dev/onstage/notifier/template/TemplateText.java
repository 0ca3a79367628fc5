package dev.onstage.notifier.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills variables into a text: {@code {title}} is one, {@code \\{title}} is not. Values are put in as they are and never read
 * again: what a stream is called can neither name another value nor keep one from being filled in.
 */
public final class TemplateText {
    private static final Pattern VARIABLE = Pattern.compile("(\\\\)?\\{([^{}]*)}");
    private static final int ESCAPE = 1;
    private static final int NAME = 2;

    private TemplateText() {}

    /**
     * A text that was filled in.
     *
     * @param text with a blank for what is not known
     * @param complete whether everything it names is known
     */
    public record Filled(String text, boolean complete) {}

    /**
     * Fills a text in.
     *
     * @param values what is known; what is missing is left blank
     */
    public static Filled fill(String text, Map<Variable, String> values) {
        List<String> missing = new ArrayList<>();
        String filled = VARIABLE.matcher(text).replaceAll(found -> {
            if (isEscaped(found)) {
                return Matcher.quoteReplacement(found.group().substring(1));
            }
            String value = Variable.byName(found.group(NAME)).map(values::get).orElse(null);
            if (value == null) {
                missing.add(found.group(NAME));
            }
            return value == null ? "" : Matcher.quoteReplacement(value);
        });
        return new Filled(filled, missing.isEmpty());
    }

    /** What a text names in braces that is no variable, in order; empty for a good text. */
    public static List<String> unknownNames(String text) {
        List<String> unknown = new ArrayList<>();
        VARIABLE.matcher(text)
                .results()
                .filter(found -> !isEscaped(found))
                .map(found -> found.group(NAME))
                .filter(name -> Variable.byName(name).isEmpty())
                .forEach(unknown::add);
        return Collections.unmodifiableList(unknown);
    }

    private static boolean isEscaped(MatchResult found) {
        return found.group(ESCAPE) != null;
    }
}
