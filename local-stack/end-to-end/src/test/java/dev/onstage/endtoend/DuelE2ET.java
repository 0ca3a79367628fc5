package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two copies of stream-control, one of them suspended for a minute while it is in charge. */
@AloneOnStack
class DuelE2ET {

    private static final Duration SUSPENDED = Duration.ofSeconds(60);

    @Test
    void shouldKeepOneSessionAndOnePostWhenTheHolderWakesUp(StackUnderTest stack) {
        // Given: the first copy holds every lease, since it was alone
        ServiceInstance sleeper = stack.stack().service(ServiceKind.STREAM_CONTROL);
        Scenario scenario = Scenario.provisioned(stack, "duel");
        String encoder = scenario.connectEncoder();
        String sessionId = scenario.goLive();
        scenario.awaitPosts(1);
        ServiceInstance other = stack.stack().startAnother(ServiceKind.STREAM_CONTROL, Map.of());
        try {
            // When
            sleeper.suspend();
            scenario.disconnectEncoder(encoder);
            scenario.connectEncoderUnnoticed();
            scenario.staysLive(sessionId, SUSPENDED);
            sleeper.resume();

            // Then
            scenario.staysLive(sessionId, Duration.ofSeconds(15));
            await().untilAsserted(() -> assertThat(sleeper.isReady()).isTrue());
            assertThat(scenario.posts()).hasSize(1);
            scenario.stopLive();
            assertThat(scenario.sessions()).hasSize(1);
            scenario.onlyPosts(2);
        } finally {
            stack.stack().remove(other);
        }
    }
}
