package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeWindowTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-20T18:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T18:00:00Z, true",
        "2026-11-20T17:50:00Z, true",
        "2026-11-20T17:49:59.999999999Z, false",
        "2026-11-20T18:02:00Z, true",
        "2026-11-20T18:02:00.000000001Z, false"
    })
    void shouldIncludeBothEnds(Instant eventTime, boolean timely) {
        assertThat(new AgeWindow(Duration.ofMinutes(10), Duration.ofMinutes(2)).contains(eventTime, RECEIVED))
                .isEqualTo(timely);
    }
}
