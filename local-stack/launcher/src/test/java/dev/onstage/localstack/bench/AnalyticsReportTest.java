package dev.onstage.localstack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalyticsReportTest {

    @Test
    void shouldCompareWithinEachRound() {
        var report = new AnalyticsReport(100, 200, List.of(round(2, 1), round(10, 1), round(4, 1)));

        assertThat(report.ratioToCopy()).isEqualTo(0.25);
        assertThat(report.text())
                .contains("ratio to COPY: 0.25 (target 0.30, floor 0.15): above the floor")
                .contains("presence with its indexes           50 bytes a stay")
                .contains("events applied/s                    100 (40–200)");
    }

    @Test
    void shouldSayWhereTheRatioStands() {
        assertThat(new AnalyticsReport(100, 200, List.of(round(3, 1))).text()).contains("on target");
        assertThat(new AnalyticsReport(100, 200, List.of(round(8, 1))).text()).contains("below the floor");
    }

    private static AnalyticsReport.Round round(int applied, int copied) {
        return new AnalyticsReport.Round(
                400,
                Duration.ofSeconds(1),
                Duration.ofSeconds(applied),
                Duration.ofSeconds(1),
                Duration.ofSeconds(copied),
                200,
                20_000,
                30_000);
    }
}
