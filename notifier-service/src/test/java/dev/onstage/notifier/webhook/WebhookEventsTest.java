package dev.onstage.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.stream.StreamSession;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebhookEventsTest {
    private static final Instant START = Instant.parse("2026-03-01T18:00:04Z");
    private static final StreamSession.Figures FIGURES = new StreamSession.Figures(1284, 903.4, 5120, 8447, true);
    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final WebhookEvents events = new WebhookEvents(JSON, "https://live.example/");

    @Test
    void shouldTellAStart() {
        assertThat(events.first(Form.LIVE, live("Ray tracer, part 3"), true))
                .isEqualTo("{\"type\":\"stream.live\",\"timestamp\":\"2026-03-01T18:00:04Z\",\"data\":{"
                        + "\"channelId\":\"main\",\"sessionId\":\"00000000-0000-0000-0000-000000000007\",\"version\":3,"
                        + "\"state\":\"live\",\"title\":\"Ray tracer, part 3\",\"broadcasterName\":\"Nova\","
                        + "\"channelUrl\":\"https://live.example/c/main\",\"startedAt\":\"2026-03-01T18:00:04Z\"}}");
    }

    @Test
    void shouldTellAnEndAtOnceAndWithFiguresLater() {
        String start = "\"data\":{\"channelId\":\"main\",\"sessionId\":\"00000000-0000-0000-0000-000000000007\","
                + "\"version\":3,\"state\":\"ended\",\"title\":\"T\",\"broadcasterName\":\"Nova\","
                + "\"channelUrl\":\"https://live.example/c/main\",\"startedAt\":\"2026-03-01T18:00:04Z\","
                + "\"endedAt\":\"2026-03-01T18:02:04Z\",\"durationSeconds\":120";
        String figures = ",\"figures\":{\"peakViewers\":1284,\"averageViewers\":903.4,\"uniqueViewers\":5120,"
                + "\"chatMessages\":8447,\"chatComplete\":true}";

        assertThat(events.first(Form.ENDED, ended(null), true))
                .isEqualTo("{\"type\":\"stream.ended\",\"timestamp\":\"2026-03-01T18:02:04Z\"," + start + "}}");
        assertThat(events.again(events.first(Form.ENDED, ended(FIGURES), true)))
                .isEqualTo("{\"type\":\"stream.summarised\",\"timestamp\":\"2026-03-01T18:02:04Z\"," + start + figures
                        + "}}");
    }

    @Test
    void shouldTellANewTitleAsAnUpdate() {
        assertThat(events.again(events.first(Form.LIVE, live("Denoising"), true)))
                .startsWith("{\"type\":\"stream.updated\",")
                .contains("\"title\":\"Denoising\"");
        assertThat(events.again(events.first(Form.ENDED, ended(null), true)))
                .startsWith("{\"type\":\"stream.updated\",")
                .contains("\"state\":\"ended\"");
    }

    @Test
    void shouldLeaveTextAsItWasTyped() {
        assertThat(events.first(Form.LIVE, live("**<b>\"\\\u0000\u202e@everyone\uD83D\uDE00\n"), true))
                .contains("\"title\":\"**<b>\\\"\\\\\\u0000\u202e@everyone\uD83D\uDE00\\n\"");
    }

    @Test
    void shouldLeaveLinksOut() {
        assertThat(events.first(Form.LIVE, live("T"), false)).doesNotContain("channelUrl");
    }

    @Test
    void shouldMakeEachTrialANewOne() {
        assertThat(events.trial("main", START))
                .isEqualTo("{\"type\":\"onstage.test\",\"timestamp\":\"2026-03-01T18:00:04Z\",\"data\":{"
                        + "\"channelId\":\"main\",\"channelUrl\":\"https://live.example/c/main\"}}")
                .isNotEqualTo(events.trial("main", START.plusNanos(1000)));
    }

    static StreamSession live(String title) {
        return session(title, null, null, null);
    }

    static StreamSession ended(StreamSession.@Nullable Figures figures) {
        return session("T", START.plusSeconds(120), 120L, figures);
    }

    private static StreamSession session(
            String title, @Nullable Instant endedAt, @Nullable Long seconds, StreamSession.@Nullable Figures figures) {
        return new StreamSession(new UUID(0, 7), "main", title, "Nova", START, endedAt, seconds, figures, 3);
    }
}
