package dev.onstage.streamcontrol.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySecondsTest {

    @ParameterizedTest
    @CsvSource({
        ", 2026-11-20T19:00:00.4Z, PT0S",
        "2026-11-20T18:59:59Z, 2026-11-20T19:00:00.0Z, PT0S",
        "2026-11-20T19:00:00Z, 2026-11-20T19:00:00.0Z, PT1S",
        "2026-11-20T19:00:00Z, 2026-11-20T19:00:00.4Z, PT0.6S",
        "2026-11-20T19:00:00Z, 2026-11-20T19:00:00.999999999Z, PT0.000000001S",
        "2026-11-20T19:00:00Z, 2026-11-20T19:00:01Z, PT0S",
        "2026-11-20T19:00:13Z, 2026-11-20T19:00:00.4Z, PT13.6S",
    })
    void shouldGiveEachKeyASecondOfItsOwnThatHasBegun(@Nullable Instant before, Instant now, Duration wait) {
        assertThat(KeySeconds.untilNext(before, now)).isEqualTo(wait);
        assertThat(KeySeconds.of(now)).isBeforeOrEqualTo(now);
    }
}
