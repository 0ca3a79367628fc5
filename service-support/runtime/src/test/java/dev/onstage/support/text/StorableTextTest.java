package dev.onstage.support.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "OBS Studio", "Ma\u00f1ana\n", "\ud83d\ude00", "x\ud83d\ude00y", "\u0001\ufffe"})
    void shouldLeaveWhatCanBeKept(String text) {
        assertThat(StorableText.isStorable(text)).isTrue();
        assertThat(StorableText.readable(text, 100)).isSameAs(text);
        assertThat(StorableText.id(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'\0', '\ufffd'",
        "'OBS Studio\0', 'OBS Studio\ufffd'",
        "'\0a\0\0', '\ufffda\ufffd\ufffd'",
        "'\ud83d', '\ufffd'",
        "'\ude00a', '\ufffda'",
        "'\ude00\ud83d', '\ufffd\ufffd'",
        "'\ud83d\ud83d\ude00\0', '\ufffd\ud83d\ude00\ufffd'"
    })
    void shouldReplaceInTextsAndRefuseInIdsWhatCannot(String text, String readable) {
        assertThat(StorableText.isStorable(text)).isFalse();
        assertThat(StorableText.readable(text, 100)).isEqualTo(readable);
        assertThat(StorableText.id(text)).isNull();
    }

    @Test
    void shouldBoundTheLengthWithoutDividingACharacter() {
        assertThat(StorableText.readable("abcdef", 3)).isEqualTo("abc");
        assertThat(StorableText.readable("ab\ud83d\ude00", 3)).isEqualTo("ab");
        assertThat(StorableText.readable("ab\ud83d\ude00", 4)).isEqualTo("ab\ud83d\ude00");
        assertThat(StorableText.readable("", 3)).isEmpty();
        assertThat(StorableText.id("")).isNull();
        assertThat(StorableText.id("x".repeat(StorableText.LONGEST_ID))).isNotNull();
        assertThat(StorableText.id("x".repeat(StorableText.LONGEST_ID + 1))).isNull();
    }

    @Test
    void shouldAlwaysGiveWhatSurvivesUtf8() {
        Random random = new Random(20);
        char[] alphabet = {0, 'a', '\u00f1', '\ud83d', '\ude00', '\uffff'};
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(40), 0, alphabet.length).forEach(place -> text.append(alphabet[place]));

            String readable = StorableText.readable(text.toString(), 20);

            assertThat(readable).hasSizeLessThanOrEqualTo(20).doesNotContain("\0");
            assertThat(new String(readable.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(readable);
        }
    }
}
