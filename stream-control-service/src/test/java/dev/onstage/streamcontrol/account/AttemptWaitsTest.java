package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptWaitsTest {

    private final AttemptWaits waits = new AttemptWaits(3, Duration.ofMinutes(15));

    @ParameterizedTest
    @CsvSource({"1,0", "3,0", "4,60", "5,120", "6,240", "7,480", "8,900", "9,900", "4000000000,900"})
    void shouldGrowWithEachAttemptUpToTheLongest(long attempts, long seconds) {
        assertThat(waits.secondsLeft(attempts, 0)).isEqualTo(seconds);
    }

    @Test
    void shouldCountFromTheAttemptBefore() {
        assertThat(waits.secondsLeft(4, 20.5)).isEqualTo(40);
        assertThat(waits.secondsLeft(4, 59.9)).isEqualTo(1);
        assertThat(waits.secondsLeft(4, 60)).isZero();
        assertThat(waits.secondsLeft(4, 4000)).isZero();
    }

    /** Two who sign in at once may each find the other's attempt to be the later one. */
    @Test
    void shouldHaveNobodyWaitForAnAttemptThatCameMeanwhile() {
        assertThat(waits.secondsLeft(1, -0.05)).isZero();
        assertThat(waits.secondsLeft(3, -2)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,0", "5,0", "6,1", "7,2", "8,4", "15,512", "16,900", "1000000,900", "2147483648,900"})
    void shouldGrowFromASecondForLongSecrets(long attempts, long seconds) {
        assertThat(AttemptWaits.FOR_LONG_SECRETS.before(attempts)).isEqualTo(Duration.ofSeconds(seconds));
    }

    /** 192 bits are not guessed in a day's 100 attempts, from however many places. */
    @Test
    void shouldAllowFewAttemptsADay() {
        Duration waited = Duration.ZERO;
        int attempts = 0;
        while (waited.compareTo(Duration.ofDays(1)) < 0) {
            attempts++;
            waited = waited.plus(AttemptWaits.FOR_LONG_SECRETS.before(attempts));
        }

        assertThat(attempts).isLessThan(120);
    }
}
