package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two copies of stream-control, one of them suspended while it is in charge: for much longer than the leases of the
 * reconciler (10 s) and of the outbox (5 s). It mostly waits, so it is part of the nightly run. That a copy which has lost
 * its lease can write nothing is tested in every build: {@code LeasesTest}, {@code BroadcastTroubleTest}.
 */
@AloneOnStack
@EnabledIfSystemProperty(named = Nightly.PROPERTY, matches = "true")
class DuelE2ET {

    private static final Duration SUSPENDED = Duration.ofSeconds(60);
    private static final Duration AFTERWARDS = Duration.ofSeconds(8);
    /** After so long no copy is still taken for one that answers because of a check before. */
    private static final Duration CHECKED = Duration.ofSeconds(3);

    @Test
    void shouldKeepSessionsAndPostsSingleWhenTheHolderWakesUp(StackUnderTest stack) throws InterruptedException {
        // Given: the first copy is in charge, since it was alone
        ServiceInstance holder = stack.stack().service(ServiceKind.STREAM_CONTROL);
        Scenario steady = Scenario.provisioned(stack, "duel-steady");
        String encoder = steady.connectEncoder();
        String steadySession = steady.goLive();
        Scenario busy = Scenario.provisioned(stack, "duel-busy");
        busy.connectEncoder();
        String busySession = busy.goLive();
        ServiceInstance other = stack.stack().startAnother(ServiceKind.STREAM_CONTROL, Map.of());
        try {
            // When
            holder.suspend();
            awaitAnswering(1, stack);
            steady.disconnectEncoder(encoder);
            steady.connectEncoderUnnoticed();
            busy.stopLive();
            String next = busy.goLive();
            steady.staysLive(steadySession, SUSPENDED);
            holder.resume();

            // Then: what the holder had in mind concerns a state long gone
            awaitAnswering(2, stack);
            AtOnce.run(() -> busy.staysLive(next, AFTERWARDS), () -> steady.staysLive(steadySession, AFTERWARDS));
            assertThat(next).isNotEqualTo(busySession);
            AtOnce.run(() -> ended(steady, 1), () -> ended(busy, 2));
        } finally {
            holder.resume();
            stack.stack().remove(other);
        }
    }

    private static void ended(Scenario scenario, int sessions) {
        scenario.stopLive();
        scenario.awaitSessions(sessions);
        scenario.onlyPosts(2 * sessions);
    }

    private static void awaitAnswering(int copies, StackUnderTest stack) {
        await().pollDelay(CHECKED).atMost(Scenario.PATIENCE).untilAsserted(() -> assertThat(
                        stack.stack().answering(ServiceKind.STREAM_CONTROL))
                .isEqualTo(copies));
    }
}
