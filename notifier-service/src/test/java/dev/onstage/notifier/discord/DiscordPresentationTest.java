package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.template.FieldTemplate;
import dev.onstage.notifier.template.FormTemplate;
import dev.onstage.notifier.template.MessageTemplate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused when a destination is saved, with the field that is at fault. */
class DiscordPresentationTest {
    private final DiscordMessages messages = new DiscordMessages("https://live.example");

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        live("", "T", "x".repeat(5000), null, List.of()),
                        new Violation(
                                "template.live.description", "has 5,000 characters; Discord takes at most 4,096")),
                Arguments.of(
                        live("", "T", "", null, Collections.nCopies(26, new FieldTemplate("n", "v", true))),
                        new Violation("template.live.fields", "are 26; Discord takes at most 25")),
                Arguments.of(
                        live("", "x".repeat(250) + " {startedAt}", "", null, List.of()),
                        new Violation("template.live.title", "has 267 characters; Discord takes at most 256")),
                Arguments.of(
                        live("", "T", "", null, List.of(new FieldTemplate("n", "x".repeat(1025), true))),
                        new Violation(
                                "template.live.fields[0].value", "has 1,025 characters; Discord takes at most 1,024")),
                Arguments.of(
                        live("", "T", "", "red", List.of()),
                        new Violation("template.live.color", "is written #RRGGBB")),
                Arguments.of(
                        new Presentation(
                                null,
                                null,
                                null,
                                null,
                                null,
                                new MessageTemplate(
                                        null,
                                        new FormTemplate(
                                                null, null, null, null, "/thumb.png", null, null, null, null))),
                        new Violation(
                                "template.ended.thumbnailUrl", "is not an absolute https address without spaces")),
                Arguments.of(
                        new Presentation(null, "Discord bot", null, null, null, MessageTemplate.DEFAULT),
                        new Violation("username", "must not contain discord or clyde")),
                Arguments.of(
                        new Presentation(null, "\u3000", null, null, null, MessageTemplate.DEFAULT),
                        new Violation("username", "must have at least one visible character")),
                Arguments.of(
                        new Presentation(null, null, "https://localhost/a.png", null, null, MessageTemplate.DEFAULT),
                        new Violation(
                                "avatarUrl",
                                "must have a public host name, such as cdn.example.com, since Discord loads the picture"
                                        + " from outside")),
                Arguments.of(
                        new Presentation("@all", null, null, null, null, MessageTemplate.DEFAULT),
                        new Violation("ping", "is everyone, here or the id of a role (17 to 20 digits)")),
                Arguments.of(
                        new Presentation(null, null, null, "0", null, MessageTemplate.DEFAULT),
                        new Violation("threadId", "is the id of a thread (17 to 20 digits)")),
                Arguments.of(
                        new Presentation(null, null, null, null, "\u200B\u3000", MessageTemplate.DEFAULT),
                        new Violation("threadName", "must have at least one visible character")),
                Arguments.of(
                        new Presentation(null, null, null, "998877665544332211", "A", MessageTemplate.DEFAULT),
                        new Violation("threadName", "goes only without threadId")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldNameTheFieldDiscordWouldRefuse(Presentation presentation, Violation expected) {
        assertThat(DiscordPresentation.check(messages, presentation)).containsExactly(expected);
    }

    @Test
    void shouldNameAVariableThereIsNot() {
        assertThat(DiscordPresentation.check(messages, live("{viewer}", "{titel}", "", null, List.of())))
                .extracting(Violation::field)
                .containsExactly("template.live.content", "template.live.title");
        assertThat(DiscordPresentation.check(messages, live("", "{titel}", "", null, List.of()))
                        .get(0)
                        .message())
                .startsWith("names {titel}, which is no variable; there are {title}, {broadcaster}");
    }

    @Test
    void shouldTakeTheDefaultAndWhatJustFits() {
        assertThat(DiscordPresentation.check(messages, Presentation.PLAIN)).isEmpty();
        assertThat(DiscordPresentation.check(messages, live("", "{title}", "x".repeat(4096), "#fF0000", List.of())))
                .isEmpty();
    }

    private static Presentation live(
            String content, String title, String description, @Nullable String color, List<FieldTemplate> fields) {
        FormTemplate form = new FormTemplate(content, title, description, color, null, null, fields, null, null);
        return new Presentation(null, null, null, null, null, new MessageTemplate(form, null));
    }
}
