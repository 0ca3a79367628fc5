package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.story.LatencyBench;
import dev.onstage.localstack.story.LatencyReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a page takes to hear that a broadcast began. {@code ./onstage bench latency} runs the same more often. */
@AloneOnStack
class LatencyE2ET {

    private static final int RUNS = 20;
    private static final double FLOOR_MILLIS = 1000;

    @Test
    void shouldTellPagesWithinTheFloor(StackUnderTest stack) {
        LatencyReport report = new LatencyBench(stack.operator(), stack.getStream()).measure(RUNS);

        for (List<Double> measured :
                List.of(report.webhookToPage(), report.webhookToDashboard(), report.commandToPage())) {
            assertThat(measured).hasSize(RUNS);
            assertThat(LatencyReport.percentile(measured, 0.99))
                    .as(report.table())
                    .isLessThan(FLOOR_MILLIS);
        }
    }
}
