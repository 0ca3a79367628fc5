package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.chaos.ChaosHostile;
import dev.onstage.localstack.chaos.ChaosHostileOptions;
import dev.onstage.localstack.hostile.HostileReport;
import dev.onstage.localstack.story.DemoAccount;
import dev.onstage.localstack.story.Timeline;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The chaos command for a few seconds. */
@AloneOnStack
class ChaosHostileE2ET {

    /** Less than the ten seconds after which the gateway gives up on those who send slowly. */
    private static final Duration LENGTH = Duration.ofSeconds(9);

    private static final int DELIVERIES_PER_SECOND = 20;
    private static final long SEED = 20261129;
    /** Every delivery must be answered; how soon is not for a test to say. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void shouldLetNobodyElseNotice(StackUnderTest stack) {
        var told = new StringWriter();
        HostileReport report = new ChaosHostile(
                        stack.stack(),
                        stack.operator(),
                        new DemoAccount(StackUnderTest.EMAIL, StackUnderTest.PASSWORD),
                        new ChaosHostileOptions(LENGTH, DELIVERIES_PER_SECOND, SEED, PATIENCE),
                        new Timeline(new PrintWriter(told)))
                .run();
        assertThat(report.broken()).as("%s%s", told, report.text()).isEmpty();
    }
}
