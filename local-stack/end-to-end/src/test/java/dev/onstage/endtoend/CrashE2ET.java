package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.topology.ServiceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * stream-control is killed (SIGKILL) between two steps of a command, one kill after the other, each on a channel
 * of its own; while it recovers from one kill it is hit by the next. Afterwards every channel must be right.
 */
@AloneOnStack
class CrashE2ET {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final List<String> POINTS = List.of("after-intent", "after-provider", "after-outcome");

    /** Each crash costs a start of the service. The nightly build lets every command crash at every point. */
    private static final boolean EVERYWHERE = Nightly.isIt();

    private static final List<Command> OTHERWISE = List.of(Command.GO_LIVE, Command.STOP_LIVE);

    /** What is cut off, and what the session's end reason must be then. */
    enum Command {
        GO_LIVE("go-live", "after-provider", "BROADCASTER", ChannelApi::goLive),
        STOP_LIVE("stop-live", "after-intent", "BROADCASTER", ChannelApi::stopLive),
        FORCE_END("force-end", "after-outcome", "FORCED", ChannelApi::forceEnd);

        private final String label;
        private final String point;
        private final String endReason;
        private final Consumer<ChannelApi> request;

        Command(String label, String point, String endReason, Consumer<ChannelApi> request) {
            this.label = label;
            this.point = point;
            this.endReason = endReason;
            this.request = request;
        }
    }

    /** A channel whose command was cut off. */
    private record CutOff(Command command, String point, Scenario scenario) {

        String label() {
            return command.label + "." + point;
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void shouldFinishOrUndoWhatWasCutOff(StackUnderTest stack) throws InterruptedException {
        List<CutOff> victims = new ArrayList<>();
        for (Command command : EVERYWHERE ? List.of(Command.values()) : OTHERWISE) {
            for (String point : EVERYWHERE ? POINTS : List.of(command.point)) {
                victims.add(cutOff(command, point, stack));
            }
        }
        control(stack).start(Map.of());
        AtOnce.run(victims.stream()
                .map(victim -> (Runnable) () -> assertThatCode(() -> recovers(victim))
                        .as(victim.label())
                        .doesNotThrowAnyException())
                .toList());
    }

    private static CutOff cutOff(Command command, String point, StackUnderTest stack) {
        ServiceInstance control = control(stack);
        control.restart(Map.of(ServiceInstance.CRASH_AT, command.label + "." + point));
        Scenario scenario = Scenario.provisioned(stack, "crash-" + command.label + "-" + point);
        scenario.connectEncoderUnnoticed();
        if (command != Command.GO_LIVE) {
            scenario.goLive();
        }
        try {
            command.request.accept(scenario.channel());
        } catch (StackException brokenOff) {
            // The process dies over the request: a problem from the gateway or a broken connection, both are fine.
        }
        assertThat(control.endedWithin(PATIENCE))
                .as(command.label + "." + point)
                .isTrue();
        return new CutOff(command, point, scenario);
    }

    private static void recovers(CutOff victim) {
        Scenario scenario = victim.scenario();
        if (victim.command() == Command.GO_LIVE) {
            beOnAirOrNot(scenario);
        }
        scenario.awaitBroadcast(broadcast -> {
            assertThat(broadcast.path("state").asText()).isEqualTo("READY");
            assertThat(broadcast.path("stopOwed").isNull()).isTrue();
        });
        scenario.awaitPageLive(false);
        assertThat(scenario.inBackstage()).isTrue();
        scenario.awaitSessions(1);
        String sessionId = scenario.sessions().get(0).path("sessionId").asText();
        scenario.awaitSession(
                sessionId,
                figures -> assertThat(figures.path("endReason").asText()).isEqualTo(victim.command().endReason));
        scenario.onlyPosts(2);
    }

    /** Live on both sides or on neither; either way the next go-live and stop leave one session. */
    private static void beOnAirOrNot(Scenario scenario) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(scenario.channel().state()).isIn("LIVE", "READY");
            assertThat(scenario.channel().state().equals("READY")).isEqualTo(scenario.inBackstage());
        });
        if (scenario.channel().state().equals("READY")) {
            scenario.goLive();
        }
        scenario.awaitPageLive(true);
        scenario.stopLive();
    }

    private static ServiceInstance control(StackUnderTest stack) {
        return stack.stack().service(ServiceKind.STREAM_CONTROL);
    }
}
