package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two copies of analytics read one stream, and one of them dies. */
@AloneOnStack
class SharedCrowdE2ET {

    private static final int AT_ONCE = 25;

    @Test
    void shouldCountEverybodyOnceWhenACopyDiesAfterItsCommit(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "shared-crowd");
        scenario.connectEncoder();
        String sessionId = scenario.goLive();
        var rounds = new AtomicInteger();

        // When: what the copy that dies has stored comes again, to the other one
        ServiceInstance other = stack.stack()
                .startAnother(ServiceKind.ANALYTICS, Map.of(ServiceInstance.CRASH_AT, "intake.after-commit"));
        try {
            await().atMost(Scenario.PATIENCE).until(() -> {
                comeAndWrite(scenario, rounds);
                return !other.isAlive();
            });
        } finally {
            stack.stack().remove(other);
        }
        comeAndWrite(scenario, rounds);

        // Then
        int expected = rounds.get() * AT_ONCE;
        scenario.awaitSession(sessionId, figures -> assertCounted(figures, expected));
        scenario.leaveViewers(AT_ONCE);
        scenario.awaitViewersOnPage(expected - AT_ONCE);
        scenario.stopLive();
        scenario.awaitSession(sessionId, figures -> {
            assertThat(figures.path("revision").asInt()).as("%s", figures).isPositive();
            assertCounted(figures, expected);
            assertThat(figures.path("presenceComplete").asBoolean())
                    .as("%s", figures)
                    .isTrue();
            assertThat(figures.path("chatComplete").asBoolean())
                    .as("%s", figures)
                    .isTrue();
        });
    }

    private static void comeAndWrite(Scenario scenario, AtomicInteger rounds) {
        scenario.joinViewers(AT_ONCE, "crowd");
        scenario.postMessages(AT_ONCE);
        rounds.incrementAndGet();
    }

    private static void assertCounted(JsonNode figures, int expected) {
        for (String figure : new String[] {"uniqueViewers", "peakViewers", "chatMessages"}) {
            assertThat(figures.path(figure).asInt())
                    .as("%s of %s", figure, figures)
                    .isEqualTo(expected);
        }
    }
}
