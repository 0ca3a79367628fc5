package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupTokenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "12345678901",
                " 1234567890 ",
                "\ud83c\udfac\ud83c\udfac\ud83c\udfac\ud83c\udfac\ud83c\udfac\ud83c\udfac"
            })
    void shouldNotStartWithOneThatCouldBeGuessed(String token) {
        assertThatThrownBy(() -> new SetupToken(Optional.of(token)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onstage.setup-token (ONSTAGE_SETUP_TOKEN)")
                .hasMessageContaining("12 or more");
    }

    @Test
    void shouldTakeItselfOnly() {
        SetupToken token = new SetupToken(Optional.of("123456789012"));

        assertThatNoException().isThrownBy(() -> token.require(" 123456789012 "));
        assertThatThrownBy(() -> token.require("123456789013")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> token.require("")).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldStartWithoutOneAndThenTakeNone() {
        for (Optional<String> none : List.of(Optional.<String>empty(), Optional.of(" "))) {
            assertThatThrownBy(() -> new SetupToken(none).require(""))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("no setup token yet");
        }
    }
}
