package dev.onstage.streamcontrol.invite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowingWaitTest {

    @ParameterizedTest
    @CsvSource({"0,0", "4,0", "5,1", "6,2", "7,4", "14,512", "15,900", "16,900", "1000000,900", "2147483647,900"})
    void shouldDoubleUpToAQuarterOfAnHour(int failures, long seconds) {
        assertThat(GrowingWait.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    /** 192 bits are not guessed in a day's 100 attempts, from however many places. */
    @Test
    void shouldAllowFewAttemptsADay() {
        Duration waited = Duration.ZERO;
        int attempts = 0;
        while (waited.compareTo(Duration.ofDays(1)) < 0) {
            attempts++;
            waited = waited.plus(GrowingWait.after(attempts));
        }

        assertThat(attempts).isLessThan(120);
    }
}
