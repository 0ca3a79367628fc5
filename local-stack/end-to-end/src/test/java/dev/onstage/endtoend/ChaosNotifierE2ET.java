package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.chaos.ChaosNotifier;
import dev.onstage.localstack.chaos.ChaosNotifierOptions;
import dev.onstage.localstack.chaos.NotifierReport;
import dev.onstage.localstack.story.Timeline;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The chaos command with a few kills. */
@AloneOnStack
class ChaosNotifierE2ET {

    private static final int KILLS = 2;
    private static final int SESSIONS = 10;
    private static final int DESTINATIONS_PER_SESSION = 4;

    private static final long SEED = 20261127;

    @Test
    void shouldTellEachDestinationWhatItsPolicyAllows(StackUnderTest stack) {
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
}
