package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCursorTest {

    private static final SessionQuery NEWEST = SessionQuery.parse(null, null, null, null);
    private static final UUID ID = UUID.fromString("01936f5e-0000-7000-8000-000000000001");

    @ParameterizedTest
    @CsvSource({"startedAt,2026-11-22T14:00:00.123456Z", "peakViewers,100000", "averageViewers,144.25"})
    void shouldComeBackAsItWas(String sort, String place) {
        SessionQuery query = SessionQuery.parse(null, null, sort, "asc");
        SessionCursor cursor = new SessionCursor("main", place, ID);

        assertThat(SessionCursor.decode(cursor.encode(query), "main", query)).isEqualTo(cursor);
    }

    @Test
    void shouldBeNoneWhenNotGiven() {
        assertThat(SessionCursor.decode(null, "main", NEWEST)).isNull();
        assertThat(SessionCursor.decode(" ", "main", NEWEST)).isNull();
    }

    @Test
    void shouldBeRefusedForAnotherListOrChannel() {
        String cursor = new SessionCursor("main", "2026-11-22T14:00:00Z", ID).encode(NEWEST);

        assertThatThrownBy(() -> SessionCursor.decode(cursor, "other", NEWEST)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> SessionCursor.decode(cursor, "main", SessionQuery.parse(null, null, null, "asc")))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(
                        () -> SessionCursor.decode(cursor, "main", SessionQuery.parse(null, null, "peakViewers", null)))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "STARTED_AT false main 2026-11-22T14:00:00Z nobody",
                "STARTED_AT false main yesterday 01936f5e-0000-7000-8000-000000000001",
                "STARTED_AT false main '; 01936f5e-0000-7000-8000-000000000001",
                "STARTED_AT false main 2026-11-22T14:00:00Z 01936f5e-0000-7000-8000-000000000001 more",
                "STARTED_AT false main +999999999-11-22T14:00:00Z 01936f5e-0000-7000-8000-000000000001",
                "STARTED_AT false main 2026-11-22T14:00:00.000Z 01936f5e-0000-7000-8000-000000000001",
                "STARTED_AT false main 2026-11-22T14:00:00Z 1-1-1-1-1",
                "STARTED_AT false main 2026-11-22T14:00:00Z\u0000 01936f5e-0000-7000-8000-000000000001",
                "STARTED_AT false ma\u0000in 2026-11-22T14:00:00Z 01936f5e-0000-7000-8000-000000000001",
                "\u0000"
            })
    void shouldBeRefusedWhenItIsNotOurs(String text) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> SessionCursor.decode(encoded, "main", NEWEST)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> SessionCursor.decode("%" + text, "main", NEWEST))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1d",
                "1f",
                "0x1p3",
                "NaN",
                "Infinity",
                "-1",
                "+1",
                "01",
                "1.0",
                "1e3",
                "9007199254740993",
                "",
                "٣"
            })
    void shouldBeRefusedWhenTheDatabaseWouldReadItsPlaceOtherwise(String place) {
        SessionQuery query = SessionQuery.parse(null, null, "peakViewers", null);
        String cursor = new SessionCursor("main", place, ID).encode(query);

        assertThatThrownBy(() -> SessionCursor.decode(cursor, "main", query)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldBeRefusedInOtherWordsAndWhenHuge() {
        String cursor = new SessionCursor("main", "2026-11-22T14:00:00Z", ID).encode(NEWEST);

        for (String other : List.of(cursor + "==", cursor + "A", "A".repeat(100_000))) {
            assertThatThrownBy(() -> SessionCursor.decode(other, "main", NEWEST))
                    .isInstanceOf(ProblemException.class);
        }
    }
}
