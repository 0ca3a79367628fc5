package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.stats.CsvRows.Column;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet or a script finds in an export. */
class CsvRowsTest {

    private record Named(int id, @Nullable String title) {}

    private static final CsvRows<Named> ROWS =
            new CsvRows<>(List.of(new Column<>("id", Named::id), new Column<>("title", Named::title)));

    @Test
    void shouldQuoteAsRfc4180Says() {
        String lines = ROWS.header()
                + ROWS.lines(List.of(
                        new Named(1, "plain"),
                        new Named(2, "a, b"),
                        new Named(3, "say \"hi\""),
                        new Named(4, "two\r\nlines"),
                        new Named(5, null),
                        new Named(-6, "ümlaut 🎬")));

        assertThat(lines)
                .isEqualTo("id,title\r\n1,plain\r\n2,\"a, b\"\r\n3,\"say \"\"hi\"\"\"\r\n"
                        + "4,\"two\r\nlines\"\r\n5,\r\n-6,ümlaut 🎬\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=cmd|' /C calc'!A0",
                "+49",
                "-2",
                "@SUM(A1)",
                "  =1+1",
                "\uFF1D1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF201",
                "\u00A0=1",
                "\u200B=1",
                "\uFEFF-1"
            })
    void shouldDisarmWhatASpreadsheetWouldRun(String title) {
        assertThat(parsed(ROWS.lines(List.of(new Named(1, title)))).get(0).get(1))
                .isEqualTo("'" + title);
    }

    @Test
    void shouldDisarmEveryPartThatASpreadsheetMayTakeForACell() {
        String line = ROWS.lines(List.of(new Named(1, "a;=1;b\t+2\r\n@3,-4;5;\"=6\"; \" \"@7")));

        assertThat(line).isEqualTo("1,\"a;'=1;b\t'+2\r\n'@3,'-4;5;'\"\"=6\"\";' \"\" \"\"@7\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a\tb", "a\rb", "a\nb", " a", "a ", "a,b"})
    void shouldQuoteWhatCouldBeCutOrTrimmed(String title) {
        assertThat(ROWS.lines(List.of(new Named(1, title)))).isEqualTo("1,\"" + title + "\"\r\n");
    }

    private static List<CSVRecord> parsed(String text) {
        try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(text))) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
