package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.topology.ServiceKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** stream-control is killed (SIGKILL) between each pair of steps of a command, then started again. */
@AloneOnStack
class CrashE2ET {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({"after-intent", "after-provider", "after-outcome"})
    void shouldFinishOrUndoAGoLive(String point, StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "crash-go-" + point);
        scenario.connectEncoder();
        ServiceInstance control = stack.stack().service(ServiceKind.STREAM_CONTROL);
        control.restart(Map.of(ServiceInstance.CRASH_AT, "go-live." + point));

        // When
        crashing(() -> scenario.channel().goLive());
        assertThat(control.endedWithin(PATIENCE)).isTrue();
        control.start(Map.of());

        // Then: live on both sides or on neither, and at most one session
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(scenario.channel().state()).isIn("LIVE", "READY");
            assertThat(scenario.channel().state().equals("READY")).isEqualTo(scenario.inBackstage());
        });
        if (scenario.channel().state().equals("READY")) {
            scenario.goLive();
        }
        scenario.awaitPageLive(true);
        scenario.stopLive();
        assertThat(scenario.sessions()).hasSize(1);
        scenario.onlyPosts(2);
    }

    @ParameterizedTest
    @CsvSource({"after-intent", "after-provider", "after-outcome"})
    void shouldFinishAStop(String point, StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "crash-stop-" + point);
        scenario.connectEncoder();
        ServiceInstance control = stack.stack().service(ServiceKind.STREAM_CONTROL);
        control.restart(Map.of(ServiceInstance.CRASH_AT, "stop-live." + point));
        String sessionId = scenario.goLive();

        // When
        crashing(() -> scenario.channel().stopLive());
        assertThat(control.endedWithin(PATIENCE)).isTrue();
        control.start(Map.of());

        // Then
        scenario.awaitState("READY");
        scenario.awaitPageLive(false);
        assertThat(scenario.inBackstage()).isTrue();
        scenario.awaitSession(
                sessionId,
                figures -> assertThat(figures.path("endReason").asText()).isEqualTo("BROADCASTER"));
        assertThat(scenario.sessions()).hasSize(1);
        scenario.onlyPosts(2);
    }

    @ParameterizedTest
    @CsvSource({"after-intent", "after-provider", "after-outcome"})
    void shouldFinishAForcedEnd(String point, StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "crash-force-" + point);
        scenario.connectEncoder();
        ServiceInstance control = stack.stack().service(ServiceKind.STREAM_CONTROL);
        control.restart(Map.of(ServiceInstance.CRASH_AT, "force-end." + point));
        String sessionId = scenario.goLive();

        // When
        crashing(() -> scenario.channel().forceEnd());
        assertThat(control.endedWithin(PATIENCE)).isTrue();
        control.start(Map.of());

        // Then
        scenario.awaitBroadcast(broadcast -> {
            assertThat(broadcast.path("state").asText()).isEqualTo("READY");
            assertThat(broadcast.path("stopOwed").isNull()).isTrue();
        });
        scenario.awaitPageLive(false);
        assertThat(scenario.inBackstage()).isTrue();
        scenario.awaitSession(
                sessionId,
                figures -> assertThat(figures.path("endReason").asText()).isEqualTo("FORCED"));
        assertThat(scenario.sessions()).hasSize(1);
        scenario.onlyPosts(2);
    }

    /** A request whose answer does not matter: the process dies over it. */
    private static void crashing(Runnable request) {
        try {
            request.run();
        } catch (StackException brokenOff) {
            // The gateway answers or the connection breaks; both are fine here.
        }
    }
}
