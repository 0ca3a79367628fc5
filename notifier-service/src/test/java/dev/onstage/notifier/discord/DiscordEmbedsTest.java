package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.stream.StreamSession;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DiscordEmbedsTest {
    private static final Instant START = Instant.parse("2026-03-01T18:00:04Z");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final DiscordEmbeds embeds = new DiscordEmbeds("https://live.example/");

    @Test
    void shouldTellAStart() throws JsonProcessingException {
        JsonNode message = json(embeds.of(Form.LIVE, session("Ray tracer, part 3", null), true));

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

        assertThat(json(embeds.of(Form.ENDED, session("T", null), true))
                        .at("/embeds/0/fields")
                        .findValuesAsText("value"))
                .containsExactly("2 h 41 min");
        assertThat(json(embeds.of(Form.ENDED, session("T", figures), true))
                        .at("/embeds/0/fields")
                        .findValuesAsText("value"))
                .containsExactly("2 h 41 min", "1,284", "8,447", "903", "5,120");
    }

    @Test
    void shouldSayThatChatMayBeMissing() throws JsonProcessingException {
        StreamSession.Figures figures = new StreamSession.Figures(1, 1, 1, 10, false);

        assertThat(json(embeds.of(Form.ENDED, session("T", figures), true))
                        .at("/embeds/0/fields/2/value")
                        .asText())
                .isEqualTo("at least 10");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldNeverPing(Form form) throws JsonProcessingException {
        JsonNode message = json(embeds.of(form, session("@everyone <@&1>", null), true));

        assertThat(message.path("allowed_mentions").toString()).isEqualTo("{\"parse\":[]}");
        assertThat(message.at("/embeds/0/title").asText()).isEqualTo("\\@everyone \\<\\@&1\\>");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldLeaveOutEveryAddressWhenAsked(Form form) throws JsonProcessingException {
        assertThat(JSON.writeValueAsString(embeds.of(form, session("T", null), false)))
                .doesNotContain("http")
                .doesNotContain("url");
    }

    @ParameterizedTest
    @CsvSource({"256, 256", "257, 256"})
    void shouldKeepTitlesWithinTheLimit(int length, int expected) throws JsonProcessingException {
        assertThat(json(embeds.of(Form.LIVE, session("x".repeat(length), null), true))
                        .at("/embeds/0/title")
                        .asText())
                .hasSize(expected);
    }

    @Test
    void shouldHaveATitleWhateverWasTyped() throws JsonProcessingException {
        assertThat(json(embeds.of(Form.LIVE, session(" \n", null), true))
                        .at("/embeds/0/title")
                        .asText())
                .isEqualTo("Live stream");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min", "3569, 59 min", "3570, 1 h 0 min", "9666, 2 h 41 min"})
    void shouldSayDurationsAsPeopleDo(long seconds, String expected) {
        assertThat(DiscordEmbeds.duration(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    private static StreamSession session(String title, StreamSession.@Nullable Figures figures) {
        return new StreamSession(
                new UUID(0, 1), "main", title, "Nova", START, START.plusSeconds(9666), 9666L, figures, 3);
    }

    private static JsonNode json(DiscordMessage message) throws JsonProcessingException {
        return JSON.readTree(JSON.writeValueAsString(message));
    }
}
