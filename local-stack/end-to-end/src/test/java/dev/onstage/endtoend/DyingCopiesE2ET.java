package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.chaos.ChaosNotifier;
import dev.onstage.localstack.chaos.ChaosNotifierOptions;
import dev.onstage.localstack.chaos.NotifierReport;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.story.Timeline;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Two copies of the notifier, and two of analytics, which die meanwhile, at the same time: either looks at channels of its own
 * only, and what the other does to them is part of the trouble.
 */
@AloneOnStack
class DyingCopiesE2ET {

    private static final int KILLS = 2;
    private static final int SESSIONS = 10;
    private static final int DESTINATIONS_PER_SESSION = 4;
    private static final long SEED = 20261127;

    private static final int AT_ONCE = 25;
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(500);

    @Test
    void shouldDoEverythingOnce(StackUnderTest stack) throws InterruptedException {
        AtOnce.run(() -> tellWhatThePolicyAllows(stack), () -> countEverybodyOnce(stack));
    }

    /** The chaos command with a few kills. */
    private static void tellWhatThePolicyAllows(StackUnderTest stack) {
        var options = new ChaosNotifierOptions(KILLS, SESSIONS, SEED);
        var told = new StringWriter();
        NotifierReport report = new ChaosNotifier(
                        stack.stack(), stack.operator(), stack.discord(), options, new Timeline(new PrintWriter(told)))
                .run();
        assertThat(report.broken()).as("%s%s", told, report.text()).isEmpty();
        assertThat(report.kills()).isEqualTo(KILLS);
        assertThat(report.notifications())
                .as("but for those after a webhook was deleted")
                .isBetween((DESTINATIONS_PER_SESSION - 1) * SESSIONS, DESTINATIONS_PER_SESSION * SESSIONS);
    }

    /** Two copies read one stream of events, and one of them dies after its commit. */
    private static void countEverybodyOnce(StackUnderTest stack) {
        // Given
        Scenario scenario = Scenario.provisioned(stack, "shared-crowd");
        scenario.connectEncoder();
        String sessionId = scenario.goLive();
        var rounds = new AtomicInteger();

        // When: what the copy that dies has stored comes again, to the other one. Only the crowd is told of by the
        // provider.
        ServiceInstance other = stack.stack().startAnotherArmed(ServiceKind.ANALYTICS, "intake.after-commit.provider");
        try {
            await().atMost(Scenario.PATIENCE).pollInterval(BETWEEN_ROUNDS).until(() -> {
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
        for (String figure : List.of("uniqueViewers", "peakViewers", "chatMessages")) {
            assertThat(figures.path(figure).asInt())
                    .as("%s of %s", figure, figures)
                    .isEqualTo(expected);
        }
    }
}
