package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.stats.CsvRows.Column;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** An export that is read again. */
class CsvRowsPropertyTest {

    private record Named(int id, String title) {}

    private static final CsvRows<Named> ROWS =
            new CsvRows<>(List.of(new Column<>("id", Named::id), new Column<>("title", Named::title)));

    @Property
    void shouldGiveBackEveryTextAndBeginNoneAsAFormula(@ForAll List<String> titles) {
        List<Named> rows = titles.stream().map(title -> new Named(7, title)).toList();

        List<CSVRecord> records = parsed(ROWS.lines(rows));

        assertThat(records).hasSize(titles.size());
        for (int i = 0; i < titles.size(); i++) {
            String field = records.get(i).get(1);
            assertThat(field).isIn(titles.get(i), "'" + titles.get(i));
            assertThat(field.stripLeading())
                    .doesNotStartWith("=")
                    .doesNotStartWith("+")
                    .doesNotStartWith("-");
            assertThat(field.stripLeading()).doesNotStartWith("@").doesNotStartWith("\uFF1D");
        }
    }

    private static List<CSVRecord> parsed(String text) {
        try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(text))) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
