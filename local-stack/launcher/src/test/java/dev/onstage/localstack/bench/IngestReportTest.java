package dev.onstage.localstack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestReportTest {

    private static final IngestBenchOptions OPTIONS = new IngestBenchOptions(4, 3, 256, 15, Duration.ZERO, false);

    @Test
    void shouldCompareWithinEachRound() {
        var report = new IngestReport(List.of(round(500, 1000), round(60, 100), round(200, 1000)), OPTIONS);
        assertThat(report.ratioToHmacOnly()).isEqualTo(0.5);
        assertThat(report.halfLoadRate()).isEqualTo(100);
        assertThat(report.text()).contains("ratio to HMAC-only: 0.50\n").contains("0.50 (0.20–0.60)");
    }

    @Test
    void shouldSayWhetherTheTimesAtHalfLoadAreGood() {
        var report = new IngestReport(List.of(round(500, 1000)), OPTIONS);
        report.halfLoad(new Round(250, 2, 49.9, 80, Map.of()));
        assertThat(report.text()).contains("p99 < 50 ms: yes");
        report.halfLoad(new Round(250, 2, 50, 80, Map.of()));
        assertThat(report.text()).contains("p99 < 50 ms: no");
        report.halfLoad(new Round(250, 2, 10, 80, Map.of("503", 1)));
        assertThat(report.text()).contains("p99 < 50 ms: no").contains("{503=1}");
    }

    @Test
    void shouldSoakAtHalfOfWhatTheServiceTakesWithTheJournalOn() {
        var report = new IngestReport(List.of(round(500, 1000)), OPTIONS);
        assertThat(report.soakRate()).isEqualTo(250);
        report.withJournal(List.of(Map.of(Target.SERVICE_AND_JOURNAL, rate(300), Target.HMAC_ONLY, rate(1000))));
        assertThat(report.soakRate()).isEqualTo(150);
    }

    private static Map<Target, Round> round(double service, double hmac) {
        return Map.of(
                Target.SERVICE, rate(service),
                Target.HMAC_ONLY, rate(hmac),
                Target.BARE, rate(hmac),
                Target.KAFKA, rate(hmac));
    }

    private static Round rate(double perSecond) {
        return new Round(perSecond, 1, 2, 3, Map.of());
    }
}
