package dev.onstage.support.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.text.OneLine.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\n",
                "\u3000",
                "\u00a0",
                "\u200b",
                "\ufeff",
                "\u2800",
                "\u2028",
                "\u0085",
                "\u115f",
                "\u3164",
                "\u0301",
                "\u200d\u2060",
                "\u0000",
                "\ud800",
                " \u3000\u200b\ufeff "
            })
    void shouldRefuseWhatShowsNothing(String text) {
        assertThat(Validator.wrong(text, 120, false))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("blank"));
        assertThat(Validator.wrong(text, 120, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\u000bb", "a\fb", "a\u0085b", "a\u2028b", "a\u2029b"})
    void shouldRefuseMoreThanOneLine(String text) {
        assertThat(Validator.wrong(text, 120, true))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("one line"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\tb", "a\u001bb", "a\u007fb", "a\u009bb", "a\ud800b", "a\udc00b"})
    void shouldRefuseWhatIsNoText(String text) {
        assertThat(Validator.wrong(text, 120, true))
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Friday build", " Friday\n", "\ufeffFriday", "\ud83c\udfac", "e\u0301", "\u05d0", "a\u3000b"})
    void shouldTakeALine(String text) {
        assertThat(Validator.wrong(text, 120, false)).isEmpty();
    }

    @Test
    void shouldCountCharactersAndNotWhatJavaCounts() {
        String clapper = "\ud83c\udfac";

        assertThat(Validator.wrong(clapper.repeat(120), 120, false)).isEmpty();
        assertThat(Validator.wrong(" " + "a".repeat(120) + " ", 120, false)).isEmpty();
        assertThat(Validator.wrong(clapper.repeat(121), 120, false))
                .hasValue("must have at most 120 characters: it has 121");
    }
}
