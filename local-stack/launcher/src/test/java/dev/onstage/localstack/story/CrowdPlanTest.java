package dev.onstage.localstack.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrowdPlanTest {

    private static final CrowdPlan PLAN = new CrowdPlan(100_000, Duration.ofMinutes(2), 2_000, Duration.ofMinutes(100));

    @ParameterizedTest
    @CsvSource(textBlock = """
            # after,     viewers, messages, over
            PT0S,              0,        0, false
            PT0.5S,          416,       16, false
            PT1M,          50000,     2000, false
            PT2M,         100000,     4000, false
            PT30M,        100000,    60000, false
            PT99M59.999S, 100000,   199999, false
            PT100M,       100000,   200000, true
            PT3H,         100000,   200000, true
            """)
    void shouldComeAndWriteEvenly(Duration elapsed, int viewers, int messages, boolean over) {
        assertThat(PLAN.viewersBy(elapsed)).isEqualTo(viewers);
        assertThat(PLAN.messagesBy(elapsed)).isEqualTo(messages);
        assertThat(PLAN.over(elapsed)).isEqualTo(over);
    }

    @ParameterizedTest
    @CsvSource({"PT0S,100", "PT30S,100", "PT1M,50"})
    void shouldEndWithThoseWhoCameUntilThen(Duration within, int viewers) {
        CrowdPlan plan = new CrowdPlan(100, within, 0, Duration.ofSeconds(30));

        assertThat(plan.viewersBy(Duration.ofHours(1))).isEqualTo(viewers);
    }
}
