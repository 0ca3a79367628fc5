package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelOverviewTest {

    private static final Period WEEK =
            new Period(ZoneId.of("Europe/Berlin"), LocalDate.parse("2026-10-24"), LocalDate.parse("2026-10-30"));

    @Test
    void shouldKeepTheDaysBeforeApart() {
        FigureSum before = new FigureSum(1, 60, 3_600, 36_000, 600, 10, 20);
        FigureSum first = new FigureSum(1, 90, 5_400, 108_000, 1_800, 30, 40);
        FigureSum last = new FigureSum(2, 60, 3_600, 18_000, 300, 0, 10);

        ChannelOverview overview = ChannelOverview.of("main", WEEK, Map.of(6, before, 7, first, 13, last), 3);

        assertThat(overview.totals()).isEqualTo(new StatsTotals(3, 150, 2_100, 30, 40));
        assertThat(overview.averages())
                .as("viewers weighed by time: 20 for 90 minutes, 5 for 60")
                .isEqualTo(new StatsAverages(50, 14, 10));
        assertThat(overview.previous()).isEqualTo(new StatsTotals(1, 60, 600, 10, 20));
        assertThat(overview.change()).isEqualTo(new StatsChange(200.0, 150.0, 250.0, 200.0, 100.0, 40.0, -16.7));
        assertThat(overview.perDay())
                .containsExactly(
                        new ChannelOverview.Day(LocalDate.parse("2026-10-24"), first.totals()),
                        new ChannelOverview.Day(LocalDate.parse("2026-10-30"), last.totals()));
        assertThat(overview.streakDays()).isEqualTo(3);
    }

    @Test
    void shouldCompareWithNothingAsWithNothing() {
        ChannelOverview overview = ChannelOverview.of("main", WEEK, Map.of(8, new FigureSum(1, 1, 60, 60, 1, 1, 1)), 0);

        assertThat(overview.change()).isEqualTo(new StatsChange(null, null, null, null, null, null, null));
        assertThat(ChannelOverview.of("main", WEEK, Map.of(), 0).averages()).isEqualTo(new StatsAverages(0, 0, 0));
    }
}
