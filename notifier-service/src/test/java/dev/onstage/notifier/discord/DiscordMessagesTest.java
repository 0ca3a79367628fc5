package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.stream.StreamSession;
import dev.onstage.notifier.template.FieldTemplate;
import dev.onstage.notifier.template.FormTemplate;
import dev.onstage.notifier.template.MessageTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DiscordMessagesTest {
    private static final Instant START = Instant.parse("2026-03-01T18:00:04Z");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final DiscordMessages messages = new DiscordMessages("https://live.example/");

    @Test
    void shouldTellAStart() throws JsonProcessingException {
        JsonNode message = json(of(Form.LIVE, session("Ray tracer, part 3", null), true));

        JsonNode embed = message.at("/embeds/0");
        assertThat(embed.path("title").asText()).isEqualTo("Ray tracer, part 3");
        assertThat(embed.path("url").asText()).isEqualTo("https://live.example/c/main");
        assertThat(embed.at("/author/name").asText()).isEqualTo("Nova");
        assertThat(embed.path("timestamp").asText()).isEqualTo("2026-03-01T18:00:04Z");
        assertThat(embed.at("/fields/0/value").asText()).isEqualTo("<t:1772388004:R>");
        assertThat(message.at("/components/0/components/0/url").asText()).isEqualTo("https://live.example/c/main");
    }

    @Test
    void shouldTellAnEndAtOnceAndWithFiguresLater() throws JsonProcessingException {
        StreamSession.Figures figures = new StreamSession.Figures(1284, 903.4, 5120, 8447, true);

        assertThat(json(of(Form.ENDED, session("T", null), true))
                        .at("/embeds/0/fields")
                        .findValuesAsText("value"))
                .containsExactly("2 h 41 min");
        assertThat(json(of(Form.ENDED, session("T", figures), true))
                        .at("/embeds/0/fields")
                        .findValuesAsText("value"))
                .containsExactly("2 h 41 min", "1,284", "8,447", "903", "5,120");
    }

    @Test
    void shouldSayThatChatMayBeMissing() throws JsonProcessingException {
        StreamSession.Figures figures = new StreamSession.Figures(1, 1, 1, 10, false);

        assertThat(json(of(Form.ENDED, session("T", figures), true))
                        .at("/embeds/0/fields/2/value")
                        .asText())
                .isEqualTo("at least 10");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldNeverPing(Form form) throws JsonProcessingException {
        JsonNode message = json(of(form, session("@everyone <@&1>", null), true));

        assertThat(message.path("allowed_mentions").toString()).isEqualTo("{\"parse\":[]}");
        assertThat(message.at("/embeds/0/title").asText()).isEqualTo("@\u200Beveryone \\<@\u200B&1\\>");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldLeaveOutEveryAddressWhenAsked(Form form) throws JsonProcessingException {
        assertThat(JSON.writeValueAsString(of(form, session("T", null), false)))
                .doesNotContain("http")
                .doesNotContain("url");
    }

    @ParameterizedTest
    @CsvSource({"256, 256", "257, 256"})
    void shouldKeepTitlesWithinTheLimit(int length, int expected) throws JsonProcessingException {
        assertThat(json(of(Form.LIVE, session("x".repeat(length), null), true))
                        .at("/embeds/0/title")
                        .asText())
                .hasSize(expected);
    }

    @Test
    void shouldHaveATitleWhateverWasTyped() throws JsonProcessingException {
        assertThat(json(of(Form.LIVE, session(" \n", null), true))
                        .at("/embeds/0/title")
                        .asText())
                .isEqualTo("Live stream");
    }

    @Test
    void shouldSayItInTheDestinationsOwnWords() throws JsonProcessingException {
        FormTemplate words = new FormTemplate(
                "{broadcaster} streams",
                "LIVE: {title}",
                "on {channelUrl} since {startedAt}",
                "#00FF7F",
                "https://cdn.example/t.png",
                "https://cdn.example/i.png",
                List.of(
                        new FieldTemplate("By", "{broadcaster}", true),
                        new FieldTemplate("Peak", "{peakViewers}", true)),
                "since {startedAt}",
                "Join {broadcaster}");
        Presentation presentation = new Presentation(
                null, "Nova's bot", "https://cdn.example/a.png", null, null, new MessageTemplate(words, null));

        JsonNode message = json(messages.of(Form.LIVE, session("*Ray*", null), presentation, true));

        assertThat(message.path("username").asText()).isEqualTo("Nova's bot");
        assertThat(message.path("avatar_url").asText()).isEqualTo("https://cdn.example/a.png");
        assertThat(message.path("content").asText()).isEqualTo("Nova streams");
        JsonNode embed = message.at("/embeds/0");
        assertThat(embed.path("title").asText()).isEqualTo("LIVE: \\*Ray\\*");
        assertThat(embed.path("description").asText())
                .isEqualTo("on https://live.example/c/main since <t:1772388004:f>");
        assertThat(embed.path("color").asInt()).isEqualTo(0x00FF7F);
        assertThat(embed.at("/thumbnail/url").asText()).isEqualTo("https://cdn.example/t.png");
        assertThat(embed.at("/image/url").asText()).isEqualTo("https://cdn.example/i.png");
        assertThat(embed.path("fields").findValuesAsText("value"))
                .as("a field whose figure is not known is left out")
                .containsExactly("Nova");
        assertThat(embed.at("/footer/text").asText()).isEqualTo("since 2026-03-01 18:00 UTC");
        assertThat(message.at("/components/0/components/0/label").asText()).isEqualTo("Join Nova");
        assertThat(json(messages.of(Form.ENDED, session("*Ray*", null), presentation, true))
                        .at("/embeds/0/footer/text")
                        .asText())
                .as("the other form is as by default")
                .isEqualTo("Onstage");
    }

    @ParameterizedTest
    @CsvSource({
        "everyone, @everyone, '{\"parse\":[\"everyone\"]}'",
        "here, @here, '{\"parse\":[\"everyone\"]}'",
        "112233445566778899, <@&112233445566778899>, '{\"parse\":[],\"roles\":[\"112233445566778899\"]}'"
    })
    void shouldPingExactlyWhoIsWanted(String ping, String mention, String allowed) throws JsonProcessingException {
        Presentation presentation = new Presentation(ping, null, null, null, null, MessageTemplate.DEFAULT);

        JsonNode live = json(messages.of(Form.LIVE, session("T", null), presentation, true));
        JsonNode ended = json(messages.of(Form.ENDED, session("T", null), presentation, true));

        assertThat(live.path("content").asText()).isEqualTo(mention + " **Nova** is live!");
        assertThat(live.path("allowed_mentions").toString()).isEqualTo(allowed);
        assertThat(ended.path("content").asText()).isEqualTo("**Nova** was live.");
        assertThat(ended.path("allowed_mentions").toString()).isEqualTo("{\"parse\":[]}");
    }

    @Test
    void shouldNameTheThreadOfASession() throws JsonProcessingException {
        Presentation forum =
                new Presentation(null, null, null, null, "{title} on {startedAt}", MessageTemplate.DEFAULT);

        assertThat(json(messages.of(Form.LIVE, session("Ray *tracer*", null), forum, true))
                        .path("thread_name")
                        .asText())
                .isEqualTo("Ray *tracer* on 2026-03-01 18:00 UTC");
        assertThat(json(messages.of(Form.LIVE, session("x".repeat(300), null), forum, true))
                        .path("thread_name")
                        .asText())
                .hasSizeLessThanOrEqualTo(DiscordLimits.THREAD_NAME);
    }

    @Test
    void shouldSaySomethingWhenNothingItNamesIsKnown() throws JsonProcessingException {
        FormTemplate unknown =
                new FormTemplate(null, "{duration}", "{peakViewers}", null, null, null, null, null, null);
        Presentation presentation =
                new Presentation(null, null, null, null, "{endedAt}", new MessageTemplate(unknown, unknown));
        StreamSession live = new StreamSession(new UUID(0, 1), "main", "Title", "Nova", START, null, null, null, 1);

        JsonNode message = json(messages.of(Form.LIVE, live, presentation, true));

        assertThat(message.at("/embeds/0/title").asText()).isEqualTo("Title");
        assertThat(message.path("thread_name").asText()).isEqualTo("Title");
    }

    /** Whatever people call a stream and themselves, Discord takes the message and nobody is pinged. */
    @Property
    void shouldBuildWhatDiscordTakes(@ForAll String title, @ForAll String broadcaster, @ForAll Form form)
            throws JsonProcessingException {
        StreamSession session = new StreamSession(
                new UUID(0, 1), "main", title, broadcaster, START, START.plusSeconds(9666), 9666L, null, 3);
        FormTemplate wordy = new FormTemplate(
                "{title}".repeat(9),
                "{title} {broadcaster}",
                "d".repeat(3000) + " {title} {broadcaster}",
                null,
                null,
                null,
                List.of(new FieldTemplate("{title}{title}", "v".repeat(1000) + "{title}", false)),
                "{title}".repeat(8),
                "Watch {title}");
        Presentation presentation = new Presentation(null, null, null, null, null, new MessageTemplate(wordy, wordy));

        DiscordMessage message = messages.of(form, session, presentation, true);

        assertThat(DiscordLimits.check(message)).isEmpty();
        assertThat(json(message).path("allowed_mentions").toString()).isEqualTo("{\"parse\":[]}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min", "3569, 59 min", "3570, 1 h 0 min", "9666, 2 h 41 min"})
    void shouldSayDurationsAsPeopleDo(long seconds, String expected) {
        assertThat(DiscordValues.duration(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    private DiscordMessage of(Form form, StreamSession session, boolean withLinks) {
        return messages.of(form, session, Presentation.PLAIN, withLinks);
    }

    private static StreamSession session(String title, StreamSession.@Nullable Figures figures) {
        return new StreamSession(
                new UUID(0, 1), "main", title, "Nova", START, START.plusSeconds(9666), 9666L, figures, 3);
    }

    private static JsonNode json(DiscordMessage message) throws JsonProcessingException {
        return JSON.readTree(JSON.writeValueAsString(message));
    }
}
