package dev.onstage.analytics.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What a thinned line may lose, and what never. */
class ViewerLinePropertyTest {

    private static final Instant ORIGIN = Instant.parse("2026-11-20T19:00:00Z");
    private static final int SECONDS = 3_600;
    private static final Window WINDOW = new Window(ORIGIN, ORIGIN.plusSeconds(SECONDS));

    @Property
    void shouldKeepTheBoundTheOrderTheEndsAndTheExtremes(
            @ForAll("lines") List<ViewerPoint> line, @ForAll @IntRange(min = 4, max = 60) int maxPoints) {
        List<ViewerPoint> thinned = ViewerLine.thin(line, WINDOW, maxPoints);

        assertThat(thinned).hasSizeLessThanOrEqualTo(maxPoints).isSubsetOf(line);
        assertThat(thinned)
                .isSortedAccordingTo(Comparator.comparing(ViewerPoint::at))
                .doesNotHaveDuplicates();
        if (line.isEmpty()) {
            assertThat(thinned).isEmpty();
        } else {
            assertThat(thinned.get(0)).isEqualTo(line.get(0));
            assertThat(thinned.get(thinned.size() - 1)).isEqualTo(line.get(line.size() - 1));
            assertThat(highest(thinned)).isEqualTo(highest(line));
            assertThat(lowest(thinned)).isEqualTo(lowest(line));
        }
    }

    @Property
    void shouldBeTrueAtEveryEdgeOfASlice(
            @ForAll("lines") List<ViewerPoint> line, @ForAll @IntRange(min = 4, max = 60) int maxPoints) {
        List<ViewerPoint> thinned = ViewerLine.thin(line, WINDOW, maxPoints);

        int slices = (maxPoints - 1) / 3;
        for (int slice = 1; slice <= slices; slice++) {
            Instant edge =
                    ORIGIN.plus(Duration.ofSeconds(SECONDS).multipliedBy(slice).dividedBy(slices));
            assertThat(valueBefore(edge, thinned)).isEqualTo(valueBefore(edge, line));
        }
    }

    @Property
    void shouldLeaveAShortLineAlone(@ForAll("lines") List<ViewerPoint> line) {
        assertThat(ViewerLine.thin(line, WINDOW, Math.max(4, line.size()))).isEqualTo(line);
    }

    @Property
    void shouldAddNothingWhenThinnedAgain(
            @ForAll("lines") List<ViewerPoint> line, @ForAll @IntRange(min = 4, max = 60) int maxPoints) {
        List<ViewerPoint> thinned = ViewerLine.thin(line, WINDOW, maxPoints);

        assertThat(ViewerLine.thin(thinned, WINDOW, maxPoints)).isEqualTo(thinned);
    }

    @Example
    void shouldShowTheNumberThatABurstLeavesBehind() {
        List<ViewerPoint> line = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            line.add(new ViewerPoint(ORIGIN.plusSeconds(second), second % 2 == 0 ? 500 : 10));
        }
        line.add(new ViewerPoint(ORIGIN.plusSeconds(60), 200));

        assertThat(ViewerLine.thin(line, WINDOW, 7))
                .as("nothing happens for the rest of the hour")
                .endsWith(new ViewerPoint(ORIGIN.plusSeconds(60), 200));
    }

    @Example
    void shouldRefuseABoundThatHoldsNoSlice() {
        assertThatThrownBy(() -> ViewerLine.thin(List.of(), WINDOW, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<List<ViewerPoint>> lines() {
        Arbitrary<Integer> millis = Arbitraries.integers().between(0, SECONDS * 1_000 - 1);
        Arbitrary<Integer> counts = Arbitraries.integers().between(0, 100_000);
        return Combinators.combine(millis.list().ofMaxSize(300), counts.list().ofSize(300))
                .as((moments, viewers) -> {
                    List<ViewerPoint> line = new ArrayList<>();
                    new TreeSet<>(moments)
                            .forEach(moment ->
                                    line.add(new ViewerPoint(ORIGIN.plusMillis(moment), viewers.get(line.size()))));
                    return line;
                });
    }

    private static int highest(List<ViewerPoint> line) {
        return line.stream().mapToInt(ViewerPoint::count).max().orElseThrow();
    }

    private static int lowest(List<ViewerPoint> line) {
        return line.stream().mapToInt(ViewerPoint::count).min().orElseThrow();
    }

    /** What the line says just before a moment; 0 before its first point. */
    private static int valueBefore(Instant moment, List<ViewerPoint> line) {
        TreeMap<Instant, Integer> steps = new TreeMap<>();
        line.forEach(point -> steps.put(point.at(), point.count()));
        var entry = steps.lowerEntry(moment);
        return entry == null ? 0 : entry.getValue();
    }
}
