package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The escape hatch works whatever the provider does. */
@OnStack
class ForceEndE2ET {

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "error500", "hang"})
    void shouldEndAtOnceAndLetTheNextBroadcastLive(String outage, StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "force-" + outage);
        scenario.connectEncoder();
        String first = scenario.goLive();
        scenario.awaitPageLive(true);
        scenario.getStream().outage(scenario.callCid(), outage);

        // When
        JsonNode forced = scenario.channel().forceEnd().orThrow();

        // Then: ended here, owed there
        assertThat(forced.path("state").asText()).isEqualTo("READY");
        assertThat(forced.path("stopOwed").path("since").isTextual()).isTrue();
        scenario.awaitPageLive(false);
        scenario.awaitPosts(2);
        assertThat(scenario.channel().goLive().problem()).isEqualTo("provider-unavailable");

        // When: the provider is back
        scenario.getStream().outage(scenario.callCid(), "none");
        scenario.awaitBroadcast(
                broadcast -> assertThat(broadcast.path("stopOwed").isNull()).isTrue());
        scenario.awaitEncoder("CONNECTED");
        String second = scenario.goLive();

        // Then: the stop that was owed does not hit the new broadcast
        scenario.staysLive(second, Duration.ofSeconds(12));
        assertThat(scenario.inBackstage()).isFalse();
        scenario.stopLive();
        scenario.awaitSession(
                first, figures -> assertThat(figures.path("endReason").asText()).isEqualTo("FORCED"));
        scenario.awaitSessions(2);
        scenario.onlyPosts(4);
    }
}
