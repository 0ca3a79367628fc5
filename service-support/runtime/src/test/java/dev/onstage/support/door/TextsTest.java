package dev.onstage.support.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "main",
                "/api/channels/main/live",
                "a%20b",
                "caf%C3%A9",
                "%F0%9F%8E%AC",
                "a+b",
                "%25",
                "%EF%BF%BD"
            })
    void shouldLetTextsIn(String raw) {
        assertThat(Texts.inAddress(raw)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "%00, CONTROL_CHARACTER",
        "a%0ab, CONTROL_CHARACTER",
        "%0D%0A, CONTROL_CHARACTER",
        "%09, CONTROL_CHARACTER",
        "%1b, CONTROL_CHARACTER",
        "%7F, CONTROL_CHARACTER",
        "%C2%85, CONTROL_CHARACTER",
        "a\u0001b, CONTROL_CHARACTER",
        "caf\u00e9, NOT_ASCII",
        "%, BROKEN_ESCAPE",
        "a%2, BROKEN_ESCAPE",
        "%zz, BROKEN_ESCAPE",
        "%-1, BROKEN_ESCAPE",
        "%FF, NOT_UTF_8",
        "%C0%80, NOT_UTF_8",
        "%ED%A0%80, NOT_UTF_8",
        "%F0%9F%8E, NOT_UTF_8"
    })
    void shouldSayWhatIsWrong(String raw, Texts.Flaw flaw) {
        assertThat(Texts.inAddress(raw)).isEqualTo(flaw);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\u0001", "a\nb", "a\rb", "\u007f"})
    void shouldRefuseHeadersWithControlCharacters(String value) {
        assertThat(Texts.isBrokenHeader(value)).isTrue();
        assertThat(Texts.isBrokenHeader("text/html;\tq=0.5, \u00e9")).isFalse();
    }
}
