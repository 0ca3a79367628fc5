package dev.onstage.streamcontrol.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTokenSecretTest {

    @Test
    void shouldBeReadAsItWasShownAndNeverTwice() {
        ApiTokenSecret secret = ApiTokenSecret.random();

        assertThat(ApiTokenSecret.parse(secret.text())).contains(secret);
        assertThat(ApiTokenSecret.parse(secret.text()).orElseThrow().hash())
                .isEqualTo(secret.hash())
                .hasSize(32);
        assertThat(ApiTokenSecret.random()).isNotEqualTo(secret);
        assertThat(secret).asString().doesNotContain(secret.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "onstage_", "onstage_short", "ONSTAGE_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void shouldNotBeWhatItCannotBe(String text) {
        assertThat(ApiTokenSecret.parse(text)).isEmpty();
        assertThat(ApiTokenSecret.parse(ApiTokenSecret.random().text() + "x")).isEmpty();
    }
}
