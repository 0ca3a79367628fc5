package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTest {

    private static final byte[] KEY = new byte[] {1, 2, 3};
    private static final UUID SESSION = UUID.fromString("01a20288-5fa4-79fc-a791-9354ed37c6eb");

    @Test
    void shouldBeGenuineAfterATripThroughTheBrowser() {
        RefreshToken token = RefreshToken.issue(SESSION, 7, KEY);

        assertThat(RefreshToken.parse(token.text()))
                .hasValueSatisfying(parsed -> assertThat(parsed.isGenuine(KEY)).isTrue());
    }

    @Test
    void shouldNotBeGenuineWithAnotherKeyOrGeneration() {
        RefreshToken token = RefreshToken.issue(SESSION, 7, KEY);

        assertThat(token.isGenuine(new byte[] {9})).isFalse();
        assertThat(new RefreshToken(SESSION, 8, token.proof()).isGenuine(KEY)).isFalse();
    }

    @Test
    void shouldNotShowItsProof() {
        RefreshToken token = RefreshToken.issue(SESSION, 7, KEY);

        assertThat(token.toString()).doesNotContain(token.proof());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "01a20288-5fa4-79fc-a791-9354ed37c6eb.1.short", "----.1.x"})
    void shouldNotBeReadFromAnythingElse(String text) {
        assertThat(RefreshToken.parse(text)).isEmpty();
    }
}
