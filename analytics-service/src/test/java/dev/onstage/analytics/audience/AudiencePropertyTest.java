package dev.onstage.analytics.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The sweep against an oracle that looks at every second on its own. */
class AudiencePropertyTest {

    private static final Instant ORIGIN = Instant.parse("2026-11-20T19:00:00Z");
    private static final int HORIZON = 120;

    /** Whole seconds after the origin; {@code left} is -1 for a stay that nobody reported as over. */
    record Visit(int id, int user, int joined, int left) {
        boolean present(int second, Seconds window) {
            return window.from <= second && second < window.to && joined <= second && (left < 0 || second < left);
        }

        Stay toStay() {
            return new Stay("s" + id, "u" + user, at(joined), left < 0 ? null : at(left), true, false);
        }
    }

    record Seconds(int from, int to) {
        Window toWindow() {
            return new Window(at(from), at(to));
        }
    }

    @Property
    void shouldAgreeWithLookingAtEverySecond(
            @ForAll("visits") List<Visit> visits, @ForAll("windows") Seconds window, @ForAll Random order) {
        List<Visit> shuffled = new ArrayList<>(visits);
        Collections.shuffle(shuffled, order);
        Audience audience = Audience.during(
                window.toWindow(), shuffled.stream().map(Visit::toStay).toList());

        int[] present = IntStream.range(0, HORIZON)
                .map(second -> (int)
                        visits.stream().filter(v -> v.present(second, window)).count())
                .toArray();
        long watched = IntStream.of(present).asLongStream().sum();
        assertThat(audience.peak()).isEqualTo(IntStream.of(present).max().orElse(0));
        assertThat(audience.watchTime()).isEqualTo(Duration.ofSeconds(watched));
        assertThat(audience.watchMinutes()).isEqualTo(Math.round(watched / 60.0));
        assertThat(audience.uniqueViewers()).isEqualTo((int) visits.stream()
                .filter(v -> IntStream.range(0, HORIZON).anyMatch(second -> v.present(second, window)))
                .mapToInt(Visit::user)
                .distinct()
                .count());
        int length = window.to - window.from;
        assertThat(audience.average()).isCloseTo(length == 0 ? 0 : (double) watched / length, within(0.005001));
        for (int second = 0; second < HORIZON; second++) {
            assertThat(audience.at(at(second))).isEqualTo(present[second]);
        }
    }

    @Property
    void shouldDrawTheLineThatTheFiguresDescribe(
            @ForAll("visits") List<Visit> visits, @ForAll("windows") Seconds window) {
        Audience audience = Audience.during(
                window.toWindow(), visits.stream().map(Visit::toStay).toList());

        List<ViewerPoint> line = audience.line(1_000);

        for (ViewerPoint point : line) {
            assertThat(audience.at(point.at())).isEqualTo(point.count());
            assertThat(window.toWindow().contains(point.at())).isTrue();
        }
        assertThat(line.stream().mapToInt(ViewerPoint::count).max().orElse(0)).isEqualTo(audience.peak());
        if (window.from < window.to) {
            assertThat(line.get(0).at()).isEqualTo(at(window.from));
        }
    }

    @Property
    void shouldKeepThePeakWhenTheLineIsThinned(
            @ForAll("visits") List<Visit> visits, @ForAll @IntRange(min = 4, max = 20) int maxPoints) {
        Window window = new Seconds(0, HORIZON).toWindow();
        Audience audience =
                Audience.during(window, visits.stream().map(Visit::toStay).toList());

        List<ViewerPoint> thinned = audience.line(maxPoints);

        assertThat(thinned).hasSizeLessThanOrEqualTo(maxPoints);
        assertThat(thinned.stream().mapToInt(ViewerPoint::count).max().orElse(0))
                .isEqualTo(audience.peak());
        assertThat(audience.line(1_000)).containsAll(thinned);
        assertThat(thinned).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    }

    @Property
    void shouldTellEveryMinuteAsLookingAtEverySecondDoes(
            @ForAll("visits") List<Visit> visits, @ForAll("windows") Seconds window) {
        Audience audience = Audience.during(
                window.toWindow(), visits.stream().map(Visit::toStay).toList());

        List<ViewerMinute> expected = new ArrayList<>();
        for (int minute = 0; minute < HORIZON / 60; minute++) {
            int[] present = IntStream.range(Math.max(window.from, 60 * minute), Math.min(window.to, 60 * (minute + 1)))
                    .map(second -> (int) visits.stream()
                            .filter(v -> v.present(second, window))
                            .count())
                    .toArray();
            if (present.length > 0) {
                double average = Math.round(100.0 * IntStream.of(present).sum() / present.length) / 100.0;
                expected.add(new ViewerMinute(
                        at(60 * minute), IntStream.of(present).max().orElseThrow(), average));
            }
        }
        assertThat(audience.minutes()).isEqualTo(expected);
    }

    @Property
    void shouldMergeReportsOfAStayInAnyOrder(@ForAll("reports") List<Stay> reports, @ForAll Random order) {
        List<Stay> shuffled = new ArrayList<>(reports);
        Collections.shuffle(shuffled, order);
        shuffled.addAll(reports);

        assertThat(shuffled.stream().reduce(Stay::merge))
                .isEqualTo(reports.stream().reduce(Stay::merge));
    }

    @Provide
    Arbitrary<List<Visit>> visits() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, HORIZON - 1);
        Arbitrary<Visit> visit = Combinators.combine(
                        Arbitraries.integers().between(1, 8), seconds, seconds, Arbitraries.of(true, true, false))
                .as((user, one, other, over) ->
                        new Visit(0, user, Math.min(one, other), over ? Math.max(one, other) : -1));
        return visit.list().ofMaxSize(30).map(AudiencePropertyTest::numbered);
    }

    private static List<Visit> numbered(List<Visit> visits) {
        return IntStream.range(0, visits.size())
                .mapToObj(i -> new Visit(i, visits.get(i).user, visits.get(i).joined, visits.get(i).left))
                .toList();
    }

    @Provide
    Arbitrary<Seconds> windows() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, HORIZON);
        return Combinators.combine(seconds, seconds)
                .as((one, other) -> new Seconds(Math.min(one, other), Math.max(one, other)));
    }

    @Provide
    Arbitrary<List<Stay>> reports() {
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, HORIZON);
        return Combinators.combine(seconds, seconds.injectNull(0.3), Arbitraries.of(true, false))
                .as((joined, left, webhook) ->
                        new Stay("s", "u", at(joined), left == null ? null : at(left), webhook, !webhook))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static Instant at(int second) {
        return ORIGIN.plusSeconds(second);
    }
}
