package dev.onstage.analytics.audience;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The provider's own counts held against the stays we know.
 *
 * <ul>
 *   <li><b>Complete</b>: no count of the session disagrees. When reports of joins or leaves were lost, a count taken in
 *       between does; once the stays were read from the provider, it no longer does. Decided afresh each time from what is
 *       stored, so it needs no memory of what was lost.
 *   <li><b>Correction</b> of the displayed number: when the last two counts, at least ten seconds apart, both disagree in
 *       the same direction, the displayed number follows the last one. One disagreement alone is how a count looks that was
 *       taken while events were on their way.
 * </ul>
 */
public final class CountComparison {

    /** Difference of clocks, plus how long a report may be on its way. */
    static final Duration SLACK = Duration.ofSeconds(5);

    /** How long two counts lie apart that may confirm each other. */
    static final Duration APART = Duration.ofSeconds(10);

    private final Audience audience;
    private final List<ProviderCount> counts;

    /**
     * @param audience what the stays say
     * @param counts every count within the session, in any order
     */
    public CountComparison(Audience audience, List<ProviderCount> counts) {
        this.audience = audience;
        this.counts = counts.stream()
                .sorted(Comparator.comparing(ProviderCount::observedAt))
                .toList();
    }

    /** Whether the stays explain every count older than the slack at {@code now}. */
    public boolean complete(Instant now) {
        return settled(now).stream().allMatch(count -> audience.agreesWith(count, SLACK));
    }

    /** What to add to the open stays of this moment to follow the provider; anonymous participants included. */
    public int correction(Instant now) {
        List<ProviderCount> settled = settled(now);
        if (settled.isEmpty()) {
            return 0;
        }
        return settled.get(settled.size() - 1).anonymous()
                + difference(now).map(CountDifference::size).orElse(0);
    }

    /** By what the displayed number is corrected, anonymous participants aside. */
    public Optional<CountDifference> difference(Instant now) {
        List<ProviderCount> settled = settled(now);
        if (settled.isEmpty()) {
            return Optional.empty();
        }
        ProviderCount last = settled.get(settled.size() - 1);
        return persistent(settled, last) ? Optional.of(compared(last)) : Optional.empty();
    }

    private boolean persistent(List<ProviderCount> settled, ProviderCount last) {
        Optional<ProviderCount> earlier = settled.stream()
                .filter(count -> !count.observedAt().isAfter(last.observedAt().minus(APART)))
                .reduce((first, second) -> second);
        return earlier.isPresent()
                && !audience.agreesWith(last, SLACK)
                && !audience.agreesWith(earlier.get(), SLACK)
                && Integer.signum(compared(last).size())
                        == Integer.signum(compared(earlier.get()).size());
    }

    private CountDifference compared(ProviderCount count) {
        return new CountDifference(count.observedAt(), count.identified(), audience.at(count.observedAt()));
    }

    /** The counts whose moment lies long enough back for the reports of the people in it to have arrived, in order. */
    public List<ProviderCount> settled(Instant now) {
        return counts.stream()
                .filter(count -> !count.observedAt().isAfter(now.minus(SLACK)))
                .toList();
    }
}
