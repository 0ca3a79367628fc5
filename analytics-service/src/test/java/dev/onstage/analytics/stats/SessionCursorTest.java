package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
        SessionCursor cursor = new SessionCursor(place, ID);

        assertThat(SessionCursor.decode(cursor.encode(query), query)).isEqualTo(cursor);
    }

    @Test
    void shouldBeNoneWhenNotGiven() {
        assertThat(SessionCursor.decode(null, NEWEST)).isNull();
        assertThat(SessionCursor.decode(" ", NEWEST)).isNull();
    }

    @Test
    void shouldBeRefusedForAnotherOrder() {
        String cursor = new SessionCursor("2026-11-22T14:00:00Z", ID).encode(NEWEST);

        assertThatThrownBy(() -> SessionCursor.decode(cursor, SessionQuery.parse(null, null, null, "asc")))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> SessionCursor.decode(cursor, SessionQuery.parse(null, null, "peakViewers", null)))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "STARTED_AT false 2026-11-22T14:00:00Z nobody",
                "STARTED_AT false yesterday 01936f5e-0000-7000-8000-000000000001",
                "STARTED_AT false '; 01936f5e-0000-7000-8000-000000000001",
                "STARTED_AT false 2026-11-22T14:00:00Z 01936f5e-0000-7000-8000-000000000001 more"
            })
    void shouldBeRefusedWhenItIsNotOurs(String text) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> SessionCursor.decode(encoded, NEWEST)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> SessionCursor.decode("%" + text, NEWEST)).isInstanceOf(ProblemException.class);
    }
}
