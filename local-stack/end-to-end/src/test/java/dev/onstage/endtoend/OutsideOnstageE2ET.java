package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does in GetStream's own dashboard, and what arrives late from there. */
@OnStack
class OutsideOnstageE2ET {

    @Test
    void shouldAdoptABroadcastStartedAndStoppedAtTheProvider(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "outside");
        scenario.connectEncoder();

        // When
        scenario.getStream().goLive(scenario.callCid()).orThrow();

        // Then
        JsonNode live = scenario.awaitState("LIVE");
        assertThat(live.path("warnings")).isNotEmpty();
        scenario.awaitPageLive(true);
        String sessionId = scenario.sessionId();

        // When
        scenario.getStream().stopLive(scenario.callCid()).orThrow();

        // Then
        scenario.awaitState("READY");
        scenario.awaitPageLive(false);
        scenario.awaitSession(
                sessionId,
                figures -> assertThat(figures.path("endReason").asText()).isEqualTo("PROVIDER"));
        scenario.awaitSessions(1);
        scenario.onlyPosts(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeSetUpAgainAfterTheCallWasRetired(boolean whileLive, StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, whileLive ? "retired-live" : "retired-idle");
        String retired = scenario.callCid();
        scenario.connectEncoder();
        if (whileLive) {
            scenario.goLive();
        }

        // When
        scenario.getStream().markEnded(retired).orThrow();

        // Then
        JsonNode unprovisioned = scenario.awaitState("UNPROVISIONED");
        assertThat(unprovisioned.path("actions").toString()).contains("PROVISION");
        scenario.awaitPageLive(false);
        scenario.channel().provision().orThrow();
        assertThat(scenario.callCid()).isEqualTo(retired + "_2");
        scenario.connectEncoder();
        scenario.goLive();
        scenario.stopLive();
        scenario.awaitSessions(whileLive ? 2 : 1);
        scenario.onlyPosts(whileLive ? 4 : 2);
    }

    @Test
    void shouldNotMindLateEventsOfTheLastBroadcast(StackUnderTest stack) {
        // Given: everything about the first broadcast arrives only during the second
        Scenario scenario = Scenario.provisioned(stack, "late-events");
        scenario.connectEncoder();
        String fault = scenario.fault(Map.of("types", List.of("call.*"), "delayMillis", 9000));
        String first = scenario.goLive();
        scenario.joinViewers(7, "first");
        scenario.stopLive();
        scenario.getStream().removeFault(fault);

        // When
        String second = scenario.goLive();
        scenario.joinViewers(4, "second");
        scenario.staysLive(second, Duration.ofSeconds(14));
        scenario.stopLive();

        // Then
        assertThat(second).isNotEqualTo(first);
        scenario.awaitSession(
                first,
                figures -> assertThat(figures.path("uniqueViewers").asInt()).isEqualTo(7));
        scenario.awaitSession(
                second,
                figures -> assertThat(figures.path("uniqueViewers").asInt()).isEqualTo(4));
        scenario.awaitSessions(2);
        scenario.onlyPosts(4);
    }
}
