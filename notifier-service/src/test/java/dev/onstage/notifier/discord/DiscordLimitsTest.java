package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.discord.DiscordMessage.ActionRow;
import dev.onstage.notifier.discord.DiscordMessage.AllowedMentions;
import dev.onstage.notifier.discord.DiscordMessage.Author;
import dev.onstage.notifier.discord.DiscordMessage.Embed;
import dev.onstage.notifier.discord.DiscordMessage.Field;
import dev.onstage.notifier.discord.DiscordMessage.Footer;
import dev.onstage.notifier.discord.DiscordMessage.LinkButton;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit of Discord's, at n and n + 1. */
class DiscordLimitsTest {
    private static final String ADDRESS = "https://live.example/";

    static Stream<Arguments> lengths() {
        return Stream.of(
                limit("content", 2000, n -> message(text(n), embed("T", null, List.of(), null, null))),
                limit("title", 256, n -> message("", embed(text(n), null, List.of(), null, null))),
                limit("description", 4096, n -> message("", embed(null, text(n), List.of(), null, null))),
                limit("fields", 25, n -> message("", embed("T", null, fields(n, "n", "v"), null, null))),
                limit("fields[0].name", 256, n -> message("", embed("T", null, fields(1, text(n), "v"), null, null))),
                limit("fields[0].value", 1024, n -> message("", embed("T", null, fields(1, "n", text(n)), null, null))),
                limit("footer", 2048, n -> message("", embed("T", null, List.of(), text(n), null))),
                limit("author", 256, n -> message("", embed("T", null, List.of(), null, text(n)))),
                limit("embed", 6000, n -> message("", embed(null, text(4096), List.of(), text(n - 4096), null))),
                limit("buttonLabel", 80, n -> button(text(n), ADDRESS)),
                limit("buttonUrl", 512, n -> button("Watch", address(n))),
                limit("threadName", 100, n -> inThread(text(n))));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void shouldTakeAsMuchAsDiscordDoes(String field, int limit, Function<Integer, DiscordMessage> message) {
        assertThat(DiscordLimits.check(message.apply(limit))).isEmpty();
        assertThat(DiscordLimits.check(message.apply(limit + 1)))
                .extracting(Violation::field)
                .containsExactly(field);
    }

    @Test
    void shouldCountTheSumOverAllParts() {
        Embed embed = embed(text(256), text(4096), fields(1, text(256), text(1024)), text(112), text(256));
        Embed more = embed(text(256), text(4096), fields(1, text(256), text(1024)), text(113), text(256));

        assertThat(DiscordLimits.check(message("", embed))).isEmpty();
        assertThat(DiscordLimits.check(message("", more)))
                .containsExactly(new Violation("embed", "has 6,001 characters in all; Discord takes at most 6,000"));
    }

    private static Arguments limit(String field, int limit, Function<Integer, DiscordMessage> message) {
        return Arguments.of(field, limit, message);
    }

    private static String text(int length) {
        return "x".repeat(length);
    }

    private static String address(int length) {
        return ADDRESS + "x".repeat(length - ADDRESS.length());
    }

    private static List<Field> fields(int count, String name, String value) {
        return Collections.nCopies(count, new Field(name, value, true));
    }

    private static Embed embed(
            @Nullable String title,
            @Nullable String description,
            List<Field> fields,
            @Nullable String footer,
            @Nullable String author) {
        return new Embed(
                title,
                null,
                description,
                0,
                null,
                author == null ? null : new Author(author, null),
                null,
                null,
                fields,
                footer == null ? null : new Footer(footer));
    }

    private static DiscordMessage message(String content, Embed embed) {
        return new DiscordMessage(null, null, null, content, List.of(embed), AllowedMentions.NONE, List.of());
    }

    private static DiscordMessage inThread(String name) {
        return new DiscordMessage(null, null, name, "x", List.of(), AllowedMentions.NONE, List.of());
    }

    private static DiscordMessage button(String label, String url) {
        return new DiscordMessage(
                null,
                null,
                null,
                "x",
                List.of(),
                AllowedMentions.NONE,
                List.of(ActionRow.of(LinkButton.to(label, url))));
    }
}
