package dev.onstage.analytics.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Open stays that are over by the provider's counts: whoever is in none of two counts in a row, at least ten seconds apart,
 * left without anybody reporting it. Which of them it was, a count does not say, and no figure depends on it: the longest
 * present are taken to have left, at the first of the two counts. Nothing of this is stored, so a leave that is reported
 * after all takes its place.
 */
public final class LostLeaves {

    private LostLeaves() {}

    /**
     * When which stay was over, by its place in {@code stays}.
     *
     * @param audience what the stays say
     * @param stays the same stays
     * @param counts in any order
     */
    public static Map<Integer, Instant> found(Audience audience, Stays stays, Collection<ProviderCount> counts) {
        List<ProviderCount> inOrder = counts.stream()
                .sorted(Comparator.comparing(ProviderCount::observedAt))
                .toList();
        Map<Integer, Instant> over = new HashMap<>();
        @Nullable List<Integer> open = null;
        ProviderCount earlier = null;
        for (ProviderCount count : inOrder) {
            if (!audience.hasMoreThan(count, CountComparison.SLACK, over.size())) {
                earlier = null;
            } else if (earlier == null) {
                earlier = count;
            } else if (!count.observedAt().isBefore(earlier.observedAt().plus(CountComparison.APART))) {
                open = open == null ? longestFirst(stays) : open;
                int surplus = Math.min(surplus(audience, earlier, over), surplus(audience, count, over));
                close(stays, open, surplus, earlier.observedAt(), over);
                earlier = count;
            }
        }
        return over;
    }

    private static int surplus(Audience audience, ProviderCount count, Map<Integer, Instant> over) {
        return audience.at(count.observedAt()) - over.size() - count.identified();
    }

    private static List<Integer> longestFirst(Stays stays) {
        List<Integer> open = new ArrayList<>();
        for (int place = 0; place < stays.size(); place++) {
            if (stays.get(place).leftAt() == null) {
                open.add(place);
            }
        }
        open.sort(Comparator.comparing((Integer place) -> stays.get(place).joinedAt())
                .thenComparing(place -> stays.get(place).userSessionId()));
        return open;
    }

    private static void close(Stays stays, List<Integer> open, int surplus, Instant at, Map<Integer, Instant> over) {
        int next = over.size();
        for (int closed = 0; closed < surplus && next < open.size(); closed++, next++) {
            int place = open.get(next);
            if (!stays.get(place).joinedAt().isBefore(at)) {
                return;
            }
            over.put(place, at);
        }
    }
}
