package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.stats.CsvRows.Column;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** An export that is read again. */
class CsvRowsPropertyTest {

    private record Named(int id, String title) {}

    private static final CsvRows<Named> ROWS =
            new CsvRows<>(List.of(new Column<>("id", Named::id), new Column<>("title", Named::title)));

    @Property
    void shouldGiveBackEveryTextAndBeginNoCellAsAFormula(@ForAll("titles") List<String> titles) {
        List<Named> rows = titles.stream().map(title -> new Named(7, title)).toList();

        List<CSVRecord> records = parsed(ROWS.lines(rows));

        assertThat(records).hasSize(titles.size());
        for (int i = 0; i < titles.size(); i++) {
            String field = records.get(i).get(1);
            assertThat(field.replace("'", "")).isEqualTo(titles.get(i).replace("'", ""));
            for (String cell : field.split("[,;\\t\\r\\n]", -1)) {
                assertThat(cell.stripLeading()).doesNotMatch("(?s)[=+@\uFF1D\uFF0B\uFF0D\uFF20-].*");
            }
        }
    }

    @Provide
    Arbitrary<List<String>> titles() {
        Arbitrary<String> cells =
                Arbitraries.strings().withChars("a=+-@ ;,\t\r\n\"'\uFF1D").ofMaxLength(8);
        return Arbitraries.oneOf(cells, Arbitraries.strings()).list().ofMaxSize(30);
    }

    private static List<CSVRecord> parsed(String text) {
        try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(text))) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
