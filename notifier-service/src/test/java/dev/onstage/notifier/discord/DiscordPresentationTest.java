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
                                "template.ended.thumbnailUrl",
                                "is not an absolute http or https address without spaces")),
                Arguments.of(
                        new Presentation(null, "Discord bot", null, null, null, MessageTemplate.DEFAULT),
                        new Violation("username", "must not contain discord or clyde")));
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
