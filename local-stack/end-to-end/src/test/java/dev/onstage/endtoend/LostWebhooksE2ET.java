package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GetStream gives up on a webhook after some seconds, so some never come. */
@OnStack
class LostWebhooksE2ET {

    /** Kinds of webhooks that are lost, each alone. */
    enum Loss {
        STARTS(List.of("call.live_started", "call.session_started")),
        JOINS(List.of("call.session_participant_joined")),
        LEAVES(List.of("call.session_participant_left")),
        ENDS(List.of("call.updated", "call.session_ended")),
        ENCODER(List.of("ingress.*"));

        private final List<String> types;

        Loss(List<String> types) {
            this.types = types;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveExactPresenceAfterTheClose(Loss loss, StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "lost-" + loss.name().toLowerCase(Locale.ROOT));
        scenario.fault(Map.of("types", loss.types, "drop", 1));
        scenario.connectEncoderUnnoticed();

        // When
        String sessionId = scenario.goLive();
        scenario.joinViewers(40, "early");
        scenario.leaveViewers(15);
        scenario.joinViewers(5, "late");
        scenario.stopLive();

        // Then
        scenario.awaitSession(sessionId, figures -> {
            assertThat(figures.path("endedAt").isTextual()).isTrue();
            assertThat(figures.path("uniqueViewers").asInt()).isEqualTo(45);
            assertThat(figures.path("peakViewers").asInt()).isEqualTo(40);
            assertThat(figures.path("presenceComplete").asBoolean()).isTrue();
        });
        scenario.awaitSessions(1);
        scenario.onlyPosts(2);
    }
}
