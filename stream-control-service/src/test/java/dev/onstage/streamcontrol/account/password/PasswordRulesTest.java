package dev.onstage.streamcontrol.account.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    private static final String CLAPPER = "\ud83c\udfac";

    @Test
    void shouldCountCharacters() {
        assertThat(PasswordRules.requireAcceptable(CLAPPER.repeat(10))).isEqualTo(CLAPPER.repeat(10));
        assertThat(PasswordRules.requireAcceptable(CLAPPER.repeat(128))).isEqualTo(CLAPPER.repeat(128));
        assertThat(PasswordRules.requireAcceptable("          ")).hasSize(10);
        assertThatThrownBy(() -> PasswordRules.requireAcceptable(CLAPPER.repeat(9)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("too short: it has 9 characters");
        assertThatThrownBy(() -> PasswordRules.requireAcceptable("a".repeat(129)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("too long: it has 129 characters");
    }

    @Test
    void shouldCountThemInTheFormThatIsHashed() {
        assertThat(PasswordRules.requireAcceptable("e\u0301".repeat(128))).isEqualTo("\u00e9".repeat(128));
        assertThatThrownBy(() -> PasswordRules.requireAcceptable("e\u0301".repeat(9)))
                .hasMessageContaining("it has 9 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\t", "\n", "\u001b", "\u007f", "\u0085", "\u009f", "\ud83c", "\udfac"})
    void shouldRefuseWhatNoKeyboardTypes(String character) {
        for (String password : new String[] {"a long password" + character, character + "a long password"}) {
            assertThat(PasswordRules.canonical(password)).isEmpty();
            assertThatThrownBy(() -> PasswordRules.requireAcceptable(password))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("control character");
        }
    }
}
