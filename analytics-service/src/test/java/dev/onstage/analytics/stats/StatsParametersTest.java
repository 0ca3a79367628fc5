package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.problem.ProblemException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatsParametersTest {
    private static final String ID = "01936f5e-0000-7000-8000-000000000001";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-1-1-1-1",
                "nonsense",
                "01936f5e00007000800000000000000001",
                "01936f5e-0000-7000-8000-0000000000012",
                "01936f5e-0000-7000-8000-00000000000g"
            })
    void shouldNameTheParameterThatIsNoIdOfASession(String value) {
        assertThatThrownBy(() -> StatsParameters.sessionId("b", value))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.detail())
                        .isEqualTo("b is not the id of a session."));
    }

    @Test
    void shouldReadAnIdInEitherCase() {
        assertThat(StatsParameters.sessionId("a", ID.toUpperCase(Locale.ROOT))).hasToString(ID);
    }
}
