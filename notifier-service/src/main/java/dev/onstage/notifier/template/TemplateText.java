package dev.onstage.notifier.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.StringSubstitutor;
import org.apache.commons.text.lookup.StringLookup;

/**
 * Fills variables into a text. Values are put in as they are and never read for variables themselves: what a stream is
 * called cannot name another value.
 */
public final class TemplateText {
    private static final char ESCAPE = '\\';

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
        String filled = substitutor(name -> {
                    String value = Variable.byName(name).map(values::get).orElse(null);
                    if (value == null) {
                        missing.add(name);
                    }
                    return value == null ? "" : value;
                })
                .replace(text);
        return new Filled(filled, missing.isEmpty());
    }

    /** What a text names in braces that is no variable, in order; empty for a good text. */
    public static List<String> unknownNames(String text) {
        List<String> unknown = new ArrayList<>();
        substitutor(name -> {
                    if (Variable.byName(name).isEmpty()) {
                        unknown.add(name);
                    }
                    return "";
                })
                .replace(text);
        return Collections.unmodifiableList(unknown);
    }

    private static StringSubstitutor substitutor(StringLookup lookup) {
        return new StringSubstitutor(lookup, "{", "}", ESCAPE)
                .setValueDelimiterMatcher(null)
                .setDisableSubstitutionInValues(true);
    }
}
