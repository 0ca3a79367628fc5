package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Days in a row against looking at every day. */
class StreakPropertyTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Property
    void shouldNotDependOnThePortions(
            @ForAll List<@IntRange(min = 0, max = 400) Integer> hoursAgo,
            @ForAll @IntRange(min = 1, max = 10) int portion) {
        Instant now = Instant.parse("2026-04-01T12:00:00Z");
        List<Instant> starts = hoursAgo.stream()
                .map(hours -> now.minusSeconds(3_600L * hours))
                .sorted(Comparator.reverseOrder())
                .toList();
        Streak streak = new Streak(now, BERLIN);
        for (int from = 0; from < starts.size() && streak.wantsMore(); from += portion) {
            streak.add(starts.subList(from, Math.min(starts.size(), from + portion)));
        }

        assertThat(streak.days()).isEqualTo(byLookingAtEveryDay(now, starts));
    }

    private static int byLookingAtEveryDay(Instant now, List<Instant> starts) {
        Set<LocalDate> days = starts.stream()
                .map(start -> start.atZone(BERLIN).toLocalDate())
                .collect(Collectors.toCollection(TreeSet::new));
        LocalDate day = now.atZone(BERLIN).toLocalDate();
        if (!days.contains(day)) {
            day = day.minusDays(1);
        }
        int length = 0;
        while (days.contains(day)) {
            length++;
            day = day.minusDays(1);
        }
        return length;
    }
}
