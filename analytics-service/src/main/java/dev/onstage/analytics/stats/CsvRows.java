package dev.onstage.analytics.stats;

import dev.onstage.support.text.VisibleText;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an export as RFC 4180 text: every row ends with CR LF, null is an empty field.
 *
 * <p>Spreadsheets run a cell that looks like a formula, and many cut a row at semicolons or tabs, whatever its quotes say. So
 * each part of a text between such signs that could be taken for a formula gets an apostrophe in front, which makes it a text,
 * and a text with any of these signs is quoted.
 *
 * @param columns names and values, in order
 */
record CsvRows<T>(List<Column<T>> columns) {

    private static final String LINE_END = "\r\n";
    private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";
    /** Where one spreadsheet or another begins a new cell. */
    private static final String CELL_ENDS = ",;\t\r\n";

    /**
     * One column.
     *
     * @param name as in the first row
     * @param value of a row: text, or something whose text never looks like a formula
     */
    record Column<T>(String name, Function<T, @Nullable Object> value) {}

    /** The first row: the names. */
    String header() {
        return line(columns.stream().map(column -> (Object) column.name()));
    }

    /** The rows, one behind the other. */
    String lines(List<T> rows) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(
                line(columns.stream().map(column -> guarded(column.value().apply(row))))));
        return lines.toString();
    }

    private static String line(Stream<@Nullable Object> fields) {
        return fields.map(CsvRows::quoted).collect(Collectors.joining(",", "", LINE_END));
    }

    private static String quoted(@Nullable Object field) {
        String text = field == null ? "" : field.toString();
        boolean plain = text.chars().noneMatch(c -> c == '"' || CELL_ENDS.indexOf(c) >= 0)
                && text.strip().equals(text);
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static @Nullable Object guarded(@Nullable Object field) {
        return field instanceof String text ? guarded(text) : field;
    }

    private static String guarded(String text) {
        StringBuilder guarded = new StringBuilder(text.length() + 1);
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || CELL_ENDS.indexOf(text.charAt(i)) >= 0) {
                String part = text.substring(begin, i);
                guarded.append(looksLikeFormula(part) ? "'" : "").append(part);
                guarded.append(text, i, Math.min(i + 1, text.length()));
                begin = i + 1;
            }
        }
        return guarded.toString();
    }

    /** What nobody sees at the beginning does not count, nor a quote: who cuts at semicolons takes it for the cell's own. */
    private static boolean looksLikeFormula(String part) {
        String shown = VisibleText.trimmed(part);
        while (shown.startsWith("\"")) {
            shown = VisibleText.trimmed(shown.substring(1));
        }
        return !shown.isEmpty() && FORMULA_STARTS.indexOf(shown.charAt(0)) >= 0;
    }
}
