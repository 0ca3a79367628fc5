package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordCostTest {

    @Test
    void shouldBeTheLeastByDefault() {
        assertThat(PasswordCost.of(config(Map.of()), "production")).isEqualTo(PasswordCost.LEAST);
    }

    @ParameterizedTest
    @CsvSource({"19455, 2", "19456, 1", "8, 1"})
    void shouldNotBeLessWherePeopleSignIn(String memory, String passes) {
        AccountConfig cheap = config(memory, passes);

        assertThatThrownBy(() -> PasswordCost.of(cheap, "production"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onstage.account.password-memory")
                .hasMessageContaining("19456");
        assertThat(PasswordCost.of(cheap, "local").memoryKib()).isEqualTo(Integer.parseInt(memory));
    }

    @Test
    void shouldBeMoreWhereItIsConfigured() {
        assertThat(PasswordCost.of(config("65536", "3"), "production")).isEqualTo(new PasswordCost(65_536, 3));
    }

    private static AccountConfig config(String memory, String passes) {
        return config(Map.of("onstage.account.password-memory", memory, "onstage.account.password-passes", passes));
    }

    private static AccountConfig config(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(AccountConfig.class)
                .withDefaultValues(properties)
                .build();
        return config.getConfigMapping(AccountConfig.class);
    }
}
