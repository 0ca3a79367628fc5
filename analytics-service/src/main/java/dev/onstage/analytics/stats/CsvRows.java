package dev.onstage.analytics.stats;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an export as RFC 4180 text: every row ends with CR LF, null is an empty field.
 *
 * <p>Spreadsheets run a field that looks like a formula. A text that could be taken for one gets an apostrophe in front, which
 * they hide and which makes it a text.
 *
 * @param columns names and values, in order
 */
record CsvRows<T>(List<Column<T>> columns) {

    private static final String LINE_END = "\r\n";
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

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
        return CSVFormat.RFC4180.format(fields.toArray()) + LINE_END;
    }

    private static @Nullable Object guarded(@Nullable Object field) {
        return field instanceof String text && looksLikeFormula(text) ? "'" + text : field;
    }

    private static boolean looksLikeFormula(String text) {
        String visible = text.stripLeading();
        return (!text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0)
                || (!visible.isEmpty() && FORMULA_STARTS.indexOf(visible.charAt(0)) >= 0);
    }
}
