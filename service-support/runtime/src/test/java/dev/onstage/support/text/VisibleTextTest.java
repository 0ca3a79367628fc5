package dev.onstage.support.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\r\n",
                "\u00A0\u2007\u202F",
                "\u3000",
                "\u2003\u2028\u2029",
                "\u200B",
                "\u200C\u200D\u2060\uFEFF",
                "\u00AD",
                "\u202E\u2066\u2069",
                "\u180E",
                "\u2800\u2800",
                "\u3164",
                "\u115F\u1160\uFFA0",
                "\u034F",
                "\uFE0F",
                "\uDB40\uDD00", // variation selector 17
                "\uDB40\uDC41", // tag A
                "\uD834\uDD59", // null notehead
                "\u2065",
                "\u180F",
                "\uFFF0\uFFF8",
                "\uDB40\uDC00", // U+E0000
                "\uDB40\uDC80", // U+E0080
                "\uFDD0\uFDEF",
                "\uFFFE\uFFFF",
                "\uD83F\uDFFE", // U+1FFFE
                "\u0301",
                "\u0000\u0007\u001B",
                "\uD800",
                " \u200B\u3000\u2800 "
            })
    void shouldSeeNothingWhereNothingIsDrawn(String text) {
        assertThat(VisibleText.isVisible(text)).isFalse();
        assertThat(VisibleText.trimmed(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                ".",
                "\u200Ba",
                "\u3000夜\u3000",
                "e\u0301",
                "한글",
                "\u2801",
                "\uD83D\uDD34", // red circle
                "\u2764\uFE0F",
                "\uD83E\uDEE8", // shaking face, of Unicode 15
                "\uE000"
            })
    void shouldSeeWhatIsDrawn(String text) {
        assertThat(VisibleText.isVisible(text)).isTrue();
    }

    @Test
    void shouldTrimWhatShowsNothingAtTheEndsOnly() {
        assertThat(VisibleText.trimmed("\u3000\u200B a \u200D b\u00A0\u2800")).isEqualTo("a \u200D b");
        assertThat(VisibleText.trimmed("e\u0301 ")).isEqualTo("e\u0301");
        assertThat(VisibleText.trimmed("\u2764\uFE0F")).isEqualTo("\u2764\uFE0F");
    }
}
