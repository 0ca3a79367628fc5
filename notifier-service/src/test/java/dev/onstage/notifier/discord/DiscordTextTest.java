package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiscordTextTest {
    @Test
    void shouldKeepTextOfExactlyTheLimit() {
        assertThat(DiscordText.escaped("x".repeat(256), 256)).isEqualTo("x".repeat(256));
    }

    @Test
    void shouldCutTextOneOverTheLimit() {
        assertThat(DiscordText.escaped("x".repeat(257), 256)).isEqualTo("x".repeat(255) + "…");
    }

    @Test
    void shouldCountWhatEscapingAdds() {
        assertThat(DiscordText.escaped("*".repeat(128), 256)).isEqualTo("\\*".repeat(128));
        assertThat(DiscordText.escaped("*".repeat(129), 256)).isEqualTo("\\*".repeat(127) + "…");
    }

    @Test
    void shouldCutBetweenCodePoints() {
        assertThat(DiscordText.plain("🔴".repeat(5), 8)).isEqualTo("🔴🔴🔴…");
        assertThat(DiscordText.plain("🔴".repeat(4), 8)).isEqualTo("🔴🔴🔴🔴");
    }

    @Test
    void shouldTakeTheMeaningOutOfMarkdownAndMentions() {
        assertThat(DiscordText.escaped(
                        "@everyone **b** _i_ ~~s~~ `c` [l](u) <@1> # h > q | s https://x.example :tada: \\", 500))
                .isEqualTo(
                        "@\u200Beveryone \\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\`c\\` \\[l\\]\\(u\\) \\<@\u200B1\\> \\# h \\> q \\| s https\\://x.example \\:tada\\: \\\\");
    }

    @Test
    void shouldFlattenLinesAndDropControlCharacters() {
        assertThat(DiscordText.escaped(" a\nb\u0000c\u202Ed\u2066 ", 500)).isEqualTo("a bcd");
    }
}
