package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.HttpAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Encoders that come, go, return and overlap. */
@OnStack
class EncoderE2ET {

    @Test
    void shouldKeepTheSessionWhenObsReturnsAfterTheProviderClosedItsOwn(StackUnderTest stack) {
        // Given: nobody watches, and the provider closes an empty session after five seconds
        Scenario scenario = Scenario.created(stack, "encoder-returns");
        scenario.channel()
                .change(Map.of("inactivitySeconds", 5, "graceSeconds", 600))
                .orThrow();
        scenario.channel().provision().orThrow();
        String encoder = scenario.connectEncoder();
        String sessionId = scenario.goLive();

        // When
        scenario.disconnectEncoder(encoder);
        JsonNode lost = scenario.awaitEncoder("LOST");
        assertThat(lost.path("encoder").path("graceEndsAt").isTextual()).isTrue();
        scenario.staysLive(sessionId, Duration.ofSeconds(30));
        scenario.connectEncoder();

        // Then
        scenario.staysLive(sessionId, Duration.ofSeconds(5));
        assertThat(scenario.getStream().state(scenario.callCid()).path("sessions"))
                .as("sessions of the provider")
                .hasSizeGreaterThan(1);
        scenario.stopLive();
        scenario.awaitSessions(1);
        scenario.onlyPosts(2);
    }

    @Test
    void shouldEndWhenTheEncoderStaysAwayThoughViewersWatch(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.created(stack, "encoder-gone");
        scenario.channel().change(Map.of("graceSeconds", 5)).orThrow();
        scenario.channel().provision().orThrow();
        String encoder = scenario.connectEncoder();
        String sessionId = scenario.goLive();
        scenario.joinViewers(3, "patient");

        // When
        scenario.disconnectEncoder(encoder);

        // Then
        scenario.awaitState("READY");
        scenario.awaitPageLive(false);
        scenario.awaitSession(
                sessionId,
                figures -> assertThat(figures.path("endReason").asText()).isEqualTo("ENCODER_GONE"));
        assertThat(scenario.inBackstage()).isTrue();
        scenario.onlyPosts(2);
    }

    @Test
    void shouldIgnoreTheOldEncodersEndThatArrivesAfterTheNewOnesStart(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.created(stack, "encoder-overlap");
        scenario.channel().change(Map.of("graceSeconds", 8)).orThrow();
        scenario.channel().provision().orThrow();
        String old = scenario.connectEncoder();
        String sessionId = scenario.goLive();
        scenario.fault(Map.of("types", List.of("ingress.stopped"), "delayMillis", 5000));

        // When
        scenario.disconnectEncoder(old);
        String current = scenario.connectEncoderUnnoticed();

        // Then
        scenario.staysLive(sessionId, Duration.ofSeconds(17));
        assertThat(scenario.getStream().encoders(scenario.callCid())).containsExactly(current);
        JsonNode encoder = scenario.channel().broadcast().path("encoder");
        assertThat(encoder.path("state").asText()).isEqualTo("CONNECTED");
        assertThat(encoder.path("graceEndsAt").isTextual()).isFalse();
        scenario.stopLive();
        scenario.onlyPosts(2);
    }

    @Test
    void shouldRefuseTheOldStreamKeyAfterRotation(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "encoder-key");
        JsonNode old = scenario.channel().encoder().orThrow();
        assertThat(old.path("server").asText()).startsWith("rtmps://");

        // When
        JsonNode rotated = stack.operator()
                .post("/api/channels/encoder-key/encoder/rotate-key", Map.of())
                .orThrow();

        // Then
        assertThat(rotated.path("streamKey").asText())
                .isNotBlank()
                .isNotEqualTo(old.path("streamKey").asText());
        HttpAnswer refused = scenario.getStream()
                .connectEncoder(
                        old.path("server").asText(), old.path("streamKey").asText());
        assertThat(refused.isSuccess()).isFalse();
        scenario.connectEncoder();
    }
}
