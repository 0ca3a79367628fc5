package dev.onstage.simulator.getstream.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.simulator.getstream.hook.RetryRules.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryRulesTest {

    @ParameterizedTest
    @CsvSource({"408,3", "429,3", "500,3", "599,3", "301,1", "400,1", "404,1", "422,1"})
    void attemptsByStatus(int status, int attempts) {
        assertThat(RetryRules.attemptsAfter(Outcome.answered(status))).isEqualTo(attempts);
    }

    @Test
    void attemptsWithoutAnAnswer() {
        assertThat(RetryRules.attemptsAfter(Outcome.TIMEOUT)).isEqualTo(3);
        assertThat(RetryRules.attemptsAfter(Outcome.NETWORK_ERROR)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"200", "201", "204", "299"})
    void everySuccessIsTheEnd(int status) {
        assertThat(RetryRules.goesOn(1, Outcome.answered(status), Duration.ZERO))
                .isFalse();
    }

    @Test
    void nothingIsAttemptedAfter15Seconds() {
        assertThat(RetryRules.goesOn(2, Outcome.TIMEOUT, Duration.ofSeconds(14)))
                .isTrue();
        assertThat(RetryRules.goesOn(2, Outcome.TIMEOUT, Duration.ofSeconds(15)))
                .isFalse();
    }

    @Test
    void aRequestHasSixSecondsOrWhatIsLeftOfFifteen() {
        assertThat(RetryRules.timeout(Duration.ZERO)).isEqualTo(Duration.ofSeconds(6));
        assertThat(RetryRules.timeout(Duration.ofSeconds(13))).isEqualTo(Duration.ofSeconds(2));
    }
}
