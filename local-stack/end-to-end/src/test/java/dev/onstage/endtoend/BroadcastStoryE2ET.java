package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole life of a broadcast, whatever happens to the webhooks. */
@OnStack
class BroadcastStoryE2ET {

    private static final int VIEWERS = 80;
    private static final int LEAVING = 30;
    private static final int MESSAGES = 25;
    private static final Duration GAP = Duration.ofSeconds(6);

    /** What becomes of the webhooks on their way. */
    enum Weather {
        CLEAR("story-clear", Map.of()),
        COMPRESSED("story-gzip", Map.of("gzip", true)),
        TWICE_AND_SHUFFLED("story-shuffled", Map.of("duplicate", 1, "shuffleWithinMillis", 2000)),
        ALL_LOST("story-lost", Map.of("drop", 1));

        private final String channelId;
        private final Map<String, Object> fault;

        Weather(String channelId, Map<String, Object> fault) {
            this.channelId = channelId;
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveOneSessionTwoPostsAndTheRightFigures(Weather weather, StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.created(stack, weather.channelId);
        JsonNode provisioned = scenario.channel().provision().orThrow();
        assertThat(scenario.channel().provision().orThrow()).isEqualTo(provisioned);
        if (!weather.fault.isEmpty()) {
            scenario.fault(weather.fault);
        }
        boolean webhooksArrive = weather != Weather.ALL_LOST;

        // When: an encoder in backstage
        String encoder = scenario.connectEncoderUnnoticed();
        if (webhooksArrive) {
            scenario.awaitBroadcast(broadcast -> {
                assertThat(broadcast.path("state").asText()).isEqualTo("READY");
                assertThat(broadcast.path("encoder").path("state").asText()).isEqualTo("CONNECTED");
                assertThat(broadcast.path("encoder").path("clientName").asText())
                        .isEqualTo("OBS Studio");
            });
        }
        assertThat(scenario.channel().live().path("isLive").asBoolean()).isFalse();
        assertThat(scenario.posts()).isEmpty();

        // When: live
        Instant begin = Instant.now();
        String sessionId = scenario.goLive();
        Instant begun = Instant.now();
        scenario.awaitPageLive(true);
        scenario.awaitPosts(1);

        // When: watched
        scenario.joinViewers(VIEWERS, weather.channelId);
        if (webhooksArrive) {
            scenario.awaitViewersOnPage(VIEWERS);
        }
        scenario.leaveViewers(LEAVING);
        if (webhooksArrive) {
            scenario.awaitViewersOnPage(VIEWERS - LEAVING);
        }
        scenario.postMessages(MESSAGES);

        // When: the encoder drops and returns
        scenario.disconnectEncoder(encoder);
        scenario.awaitEncoder("LOST");
        scenario.staysLive(sessionId, GAP);
        scenario.connectEncoderUnnoticed();
        scenario.awaitEncoder("CONNECTED");
        assertThat(scenario.sessionId()).isEqualTo(sessionId);

        // When: stopped
        Instant end = Instant.now();
        scenario.stopLive();
        Instant ended = Instant.now();
        scenario.awaitPageLive(false);

        // Then
        JsonNode session = scenario.awaitSession(sessionId, figures -> {
            assertThat(figures.path("endedAt").isTextual())
                    .as("ended: %s", figures)
                    .isTrue();
            assertThat(figures.path("peakViewers").asInt()).isEqualTo(VIEWERS);
            assertThat(figures.path("uniqueViewers").asInt()).isEqualTo(VIEWERS);
            assertThat(figures.path("presenceComplete").asBoolean())
                    .as("presence complete: %s", figures)
                    .isTrue();
            assertThat(figures.path("chatComplete").asBoolean()).isEqualTo(webhooksArrive);
            assertThat(figures.path("chatMessages").asInt()).isEqualTo(webhooksArrive ? MESSAGES : 0);
        });
        long seconds = session.path("durationSeconds").asLong();
        long tolerance = webhooksArrive ? 5 : 60;
        assertThat(seconds)
                .isBetween(
                        Duration.between(begun, end).toSeconds() - tolerance,
                        Duration.between(begin, ended).toSeconds() + tolerance);
        assertThat(session.path("totalMinutes").isNumber()).isTrue();
        assertThat(session.path("totalMinutes").asLong()).isEqualTo(Math.round(seconds / 60.0));
        assertThat(session.path("endReason").asText()).isEqualTo("BROADCASTER");
        scenario.awaitSessions(1);
        scenario.onlyPosts(2);
        await().atMost(Scenario.PATIENCE)
                .untilAsserted(() -> assertThat(scenario.inBackstage()).isTrue());
        if (weather == Weather.CLEAR) {
            await().atMost(Scenario.PATIENCE).untilAsserted(() -> DocumentedMetrics.check(stack));
        }
    }
}
