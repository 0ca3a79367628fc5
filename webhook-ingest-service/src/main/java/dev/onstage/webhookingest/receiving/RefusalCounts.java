package dev.onstage.webhookingest.receiving;

import dev.onstage.support.client.ClientAddress;
import dev.onstage.webhookingest.verification.RefusalReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this copy refused: by source since it started, and by minute and reason since somebody last took that over. Nothing of
 * what was sent is kept: anybody can send it. The number of sources is bounded: a new one takes the place of the least active,
 * with its count, so that whoever sends most is always among them and no count is too low. Minutes that nobody takes over are
 * forgotten after an hour. Thread-safe.
 */
@ApplicationScoped
public class RefusalCounts {
    private static final Duration KEPT = Duration.ofHours(1);

    private final Clock clock;
    private final int maxSources;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<MinuteAndReason, Refused> counted = new HashMap<>();

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

    /**
     * What was refused for one reason in one minute.
     *
     * @param minute its beginning
     * @param count how often
     * @param lastAt when it was refused last
     */
    public record Refused(Instant minute, RefusalReason reason, long count, Instant lastAt) {

        private Refused plus(Refused other) {
            return new Refused(
                    minute, reason, count + other.count, lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
        }
    }

    private record MinuteAndReason(Instant minute, RefusalReason reason) {}

    synchronized void count(RefusalReason reason, ClientAddress sender) {
        Instant now = clock.instant();
        add(new Refused(now.truncatedTo(ChronoUnit.MINUTES), reason, 1, now));
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

    /** What was counted since this was called last. */
    public synchronized List<Refused> take() {
        List<Refused> taken = List.copyOf(counted.values());
        counted.clear();
        return taken;
    }

    /** What was taken and could not be put anywhere. */
    public synchronized void putBack(List<Refused> taken) {
        taken.forEach(this::add);
    }

    private void add(Refused more) {
        MinuteAndReason key = new MinuteAndReason(more.minute(), more.reason());
        Refused before = counted.get(key);
        if (before == null) {
            Instant oldest = clock.instant().minus(KEPT);
            counted.keySet().removeIf(known -> known.minute().isBefore(oldest));
        }
        counted.put(key, before == null ? more : before.plus(more));
    }

    private static final class Source {
        private long refused;
        private Instant lastAt = Instant.EPOCH;
    }
}
