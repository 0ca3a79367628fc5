package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.story.LatencyBench;
import dev.onstage.localstack.story.LatencyReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each change is pushed to the open pages, time after time on one channel. How fast is what {@code ./onstage bench latency}
 * says, which runs the same more often and alone.
 */
@OnStack
class LatencyE2ET {

    private static final int RUNS = 5;

    @Test
    void shouldPushEveryChange(StackUnderTest stack) {
        LatencyReport report = new LatencyBench(stack.operator(), stack.getStream()).measure(RUNS);

        assertThat(List.of(
                        report.webhookToPage(),
                        report.webhookToDashboard(),
                        report.commandToPage(),
                        report.stopToPage()))
                .allSatisfy(measured -> assertThat(measured).hasSize(RUNS));
    }
}
