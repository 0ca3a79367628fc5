package dev.onstage.streamcontrol.account.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordCostTest {

    @ParameterizedTest
    @CsvSource({"19455, 2", "19456, 1", "8, 1"})
    void shouldNotBeLessWherePeopleSignIn(int memory, int passes) {
        assertThatThrownBy(() -> PasswordCost.of(memory, passes, "production"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onstage.account.password-memory")
                .hasMessageContaining("19456");
        assertThat(PasswordCost.of(memory, passes, "local")).isEqualTo(new PasswordCost(memory, passes));
    }

    @Test
    void shouldBeMoreWhereItIsConfigured() {
        assertThat(PasswordCost.of(19_456, 2, "production")).isEqualTo(PasswordCost.LEAST);
        assertThat(PasswordCost.of(65_536, 3, "production")).isEqualTo(new PasswordCost(65_536, 3));
    }
}
