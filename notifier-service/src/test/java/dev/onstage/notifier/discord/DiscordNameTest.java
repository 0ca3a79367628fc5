package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordNameTest {
    private static final String LIVE = "\uD83D\uDD34"; // one character of two UTF-16 units

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nova",
                "a",
                "everyone's bot",
                "nowhere",
                "there",
                "Nova `live`",
                "Nova ``",
                "disc ord",
                "夜の配信",
                "\uD83D\uDC68\u200D\uD83D\uDCBB", // joined by a character that is itself invisible
                "\u2764\uFE0F"
            })
    void shouldTakeWhatDiscordTakes(String name) {
        assertThat(DiscordName.objection(name)).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("here", "everyone or here"),
                Arguments.of("everyone", "everyone or here"),
                Arguments.of("HERE", "everyone or here"),
                Arguments.of("Everyone", "everyone or here"),
                Arguments.of("\u00A0here", "everyone or here"),
                Arguments.of("here\u200B", "everyone or here"),
                Arguments.of("he\u200Bre", "everyone or here"),
                Arguments.of("\uFF48\uFF45\uFF52\uFF45", "everyone or here"),
                Arguments.of("di\u200Bscord", "discord or clyde"),
                Arguments.of("disc\u00ADord", "discord or clyde"),
                Arguments.of("\uFF43lyde", "discord or clyde"),
                Arguments.of("\uFF20Nova", "must not contain @"),
                Arguments.of("@Nova", "must not contain @"),
                Arguments.of("Nova #1", "must not contain @"),
                Arguments.of("Nova: live", "must not contain @"),
                Arguments.of("```Nova", "must not contain @"),
                Arguments.of("Nova `````", "must not contain @"),
                Arguments.of("My Discord bot", "discord or clyde"),
                Arguments.of("DISCORD", "discord or clyde"),
                Arguments.of("clyde", "discord or clyde"),
                Arguments.of("Bonnie&Clyde", "discord or clyde"),
                Arguments.of("", "visible character"),
                Arguments.of("   ", "visible character"),
                Arguments.of("\u3000", "visible character"),
                Arguments.of("\u00A0", "visible character"),
                Arguments.of("\u200B\u200B", "visible character"),
                Arguments.of("\u2800", "visible character"),
                Arguments.of("\u3164", "visible character"),
                Arguments.of("\u202E\u2066", "visible character"),
                Arguments.of("\uFEFF", "visible character"),
                Arguments.of("\u0301", "visible character"),
                Arguments.of("Nova\nLive", "line breaks or control characters"),
                Arguments.of("Nova\tLive", "line breaks or control characters"),
                Arguments.of("Nova\u0000", "line breaks or control characters"),
                Arguments.of("Nova\u0085", "line breaks or control characters"),
                Arguments.of("Nova\u2028Live", "line breaks or control characters"),
                Arguments.of("Nova\uD800", "line breaks or control characters"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseWhatDiscordRefuses(String name, String why) {
        assertThat(DiscordName.objection(name))
                .hasValueSatisfying(objection -> assertThat(objection).contains(why));
    }

    @Test
    void shouldCountCharactersAndNotTheirUnits() {
        assertThat(DiscordName.objection("x".repeat(80))).isEmpty();
        assertThat(DiscordName.objection("x".repeat(81))).hasValue("has 81 characters; Discord takes at most 80");
        assertThat(DiscordName.objection(LIVE.repeat(80))).isEmpty();
        assertThat(DiscordName.objection(LIVE.repeat(81))).hasValue("has 81 characters; Discord takes at most 80");
    }
}
