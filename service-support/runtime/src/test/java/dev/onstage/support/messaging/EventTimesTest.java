package dev.onstage.support.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {
    private static final int SAMPLES = 20_000;
    private static final int[] UNITS = {1, 1_000, 1_000_000, 1_000_000_000};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-11-20T19:06:12.460122734Z",
                "2026-11-20T19:06:12.460122Z",
                "2026-11-20T19:06:12.460Z",
                "2026-11-20T19:06:12.000000001Z",
                "2024-02-29T23:59:59Z",
                "1969-12-31T23:59:59.999999999Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z"
            })
    void shouldWriteWhatTheStandardFormatterWrites(String time) {
        assertThat(EventTimes.format(Instant.parse(time))).isEqualTo(time);
    }

    @Test
    void shouldAgreeWithTheStandardFormatterAnywhere() {
        Random random = new Random(20_261_122);
        for (int i = 0; i < SAMPLES; i++) {
            int unit = UNITS[random.nextInt(UNITS.length)];
            long nanos = (long) random.nextInt(1_000_000_000) / unit * unit;
            Instant time = Instant.ofEpochSecond(random.nextLong(-62_200_000_000L, 253_500_000_000L), nanos);
            assertThat(EventTimes.format(time)).isEqualTo(time.toString());
        }
    }
}
