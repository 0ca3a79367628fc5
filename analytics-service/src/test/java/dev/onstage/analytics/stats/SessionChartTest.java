package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.analytics.audience.ViewerMinute;
import dev.onstage.analytics.audience.ViewerPoint;
import dev.onstage.analytics.stats.SessionDetail.TitleChange;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is drawn of a session before it is summed up. */
class SessionChartTest {

    private static final Instant START = Instant.parse("2026-11-20T19:00:00.5Z");

    @Test
    void shouldBeginNoEarlierAndEndNoLaterThanTheSession() {
        List<ViewerPoint> snapshots = List.of(point(-30, 1), point(-1, 2), point(60, 3), point(200, 4), point(500, 5));

        SessionChart chart = SessionChart.shown(session(START.plusSeconds(180)), snapshots, List.of(), START);

        assertThat(chart.viewers()).containsExactly(point(0, 2), point(60, 3));
        assertThat(chart.minutes()).extracting(ViewerMinute::peak).containsExactly(2, 3, 3, 3);
    }

    @Test
    void shouldBeBounded() {
        List<ViewerPoint> snapshots = IntStream.range(0, 5_000)
                .mapToObj(second -> point(second, second % 7))
                .toList();

        SessionChart chart = SessionChart.shown(session(null), snapshots, List.of(), START.plusSeconds(5_000));

        assertThat(chart.viewers())
                .hasSizeLessThanOrEqualTo(1_000)
                .startsWith(point(0, 0))
                .endsWith(point(4_999, 1));
        assertThat(chart.minutes()).hasSize(84);
    }

    @Test
    void shouldDrawNothingOfASessionThatStartsAheadOfOurClock() {
        SessionChart chart = SessionChart.shown(session(null), List.of(point(0, 1)), List.of(), START.minusSeconds(1));

        assertThat(chart.viewers()).isEmpty();
        assertThat(chart.minutes()).isEmpty();
    }

    @Test
    void shouldTellOnlyTitlesThatAreOthers() {
        SessionChart chart = new SessionChart(List.of(), List.of(), List.of());
        List<TitleChange> announced =
                List.of(title(1, "First"), title(2, "Second"), title(3, "Second"), title(4, "First"));

        assertThat(SessionDetail.of(session(null), chart, List.of(), announced, List.of())
                        .titleChanges())
                .containsExactly(title(2, "Second"), title(4, "First"));
    }

    private static ViewerPoint point(long second, int viewers) {
        return new ViewerPoint(START.plusSeconds(second), viewers);
    }

    private static TitleChange title(long second, String title) {
        return new TitleChange(START.plusSeconds(second), title);
    }

    private static SessionSummary session(@Nullable Instant endedAt) {
        return new SessionSummary(
                UUID.fromString("01936f5e-0000-7000-8000-000000000001"),
                "main",
                "First",
                START,
                endedAt,
                endedAt == null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                0,
                true,
                true);
    }
}
