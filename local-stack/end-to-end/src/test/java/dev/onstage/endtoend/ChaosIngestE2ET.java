package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.chaos.ChaosIngest;
import dev.onstage.localstack.chaos.ChaosIngestOptions;
import dev.onstage.localstack.chaos.ChaosReport;
import dev.onstage.localstack.story.Timeline;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The chaos command with a kill at any moment, one at a named point, and short outages. */
@AloneOnStack
class ChaosIngestE2ET {

    private static final int KILLS = 2;
    private static final int DELIVERIES_PER_SECOND = 50;
    private static final Duration OUTAGE = Duration.ofSeconds(2);
    /** To kill Kafka and PostgreSQL together takes one more start of Kafka; the long runs do it. */
    private static final boolean TOGETHER = false;

    /** Every delivery must be answered or cut off; how soon is not for a test to say. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long SEED = 20261122;

    @Test
    void shouldLoseNothingThatWasAcknowledged(StackUnderTest stack) {
        var options = new ChaosIngestOptions(
                ServiceKind.WEBHOOK_INGEST, KILLS, DELIVERIES_PER_SECOND, OUTAGE, TOGETHER, SEED, PATIENCE, false);
        var told = new StringWriter();
        ChaosReport report =
                new ChaosIngest(stack.stack(), stack.operator(), options, new Timeline(new PrintWriter(told))).run();
        assertThat(report.broken()).as("%s%s", told, report.text()).isEmpty();
        assertThat(report.kills()).as("those in outages come on top").isGreaterThan(KILLS);
        assertThat(report.accepted()).isPositive();
    }
}
