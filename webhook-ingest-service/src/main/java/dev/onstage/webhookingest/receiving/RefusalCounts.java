package dev.onstage.webhookingest.receiving;

import dev.onstage.support.client.ClientAddress;
import dev.onstage.webhookingest.verification.RefusalReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What this instance refused since it started, by reason, by minute and by source. Nothing of what was sent is kept: anybody
 * can send it. The number of sources is bounded: a new one takes the place of the least active, with its count, so that
 * whoever sends most is always among them and no count is too low. Thread-safe.
 */
@ApplicationScoped
public class RefusalCounts {
    private static final int MINUTES = 60;

    private final Clock clock;
    private final int maxSources;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<RefusalReason, Long> byReason = new EnumMap<>(RefusalReason.class);
    private final long[] minutes = new long[MINUTES];
    private final long[] counts = new long[MINUTES];
    private @Nullable Instant lastAt;

    @Inject
    RefusalCounts(ReceivingConfig config) {
        this(Clock.systemUTC(), config.sourcesCounted());
    }

    RefusalCounts(Clock clock, int maxSources) {
        this.clock = clock;
        this.maxSources = maxSources;
    }

    /**
     * A source and how often it was refused.
     *
     * @param source the {@link ClientAddress#network()}
     * @param refused how often, at most so many too high as its predecessor had
     * @param lastAt when it was refused last
     */
    public record SourceCount(String source, long refused, Instant lastAt) {}

    synchronized void count(RefusalReason reason, ClientAddress sender) {
        Instant now = clock.instant();
        lastAt = now;
        byReason.merge(reason, 1L, Long::sum);
        long minute = now.getEpochSecond() / MINUTES;
        int place = (int) (minute % MINUTES);
        if (minutes[place] != minute) {
            minutes[place] = minute;
            counts[place] = 0;
        }
        counts[place]++;
        Source source = sources.computeIfAbsent(sender.network(), name -> new Source());
        source.refused++;
        source.lastAt = now;
        if (sources.size() > maxSources) {
            replaceLeast(source);
        }
    }

    private void replaceLeast(Source newcomer) {
        sources.entrySet().stream()
                .filter(entry -> entry.getValue() != newcomer)
                .min(Comparator.comparingLong(entry -> entry.getValue().refused))
                .ifPresent(least -> {
                    newcomer.refused += least.getValue().refused;
                    sources.remove(least.getKey());
                });
    }

    /** The sources refused most, at most so many. */
    public synchronized List<SourceCount> topSources(int most) {
        return sources.entrySet().stream()
                .map(entry -> new SourceCount(entry.getKey(), entry.getValue().refused, entry.getValue().lastAt))
                .sorted(Comparator.comparingLong(SourceCount::refused).reversed())
                .limit(most)
                .toList();
    }

    /** How often each reason was met. */
    public synchronized Map<RefusalReason, Long> byReason() {
        return Map.copyOf(byReason);
    }

    /** How many were refused within the last minutes, begun ones included; at most an hour is known. */
    public synchronized long within(Duration past) {
        long minute = clock.instant().getEpochSecond() / MINUTES;
        long oldest = minute - Math.min(MINUTES - 1, past.toMinutes());
        return IntStream.range(0, MINUTES)
                .filter(place -> minutes[place] >= oldest)
                .mapToLong(place -> counts[place])
                .sum();
    }

    /** When something was refused last. */
    public synchronized Optional<Instant> lastAt() {
        return Optional.ofNullable(lastAt);
    }

    private static final class Source {
        private long refused;
        private Instant lastAt = Instant.EPOCH;
    }
}
