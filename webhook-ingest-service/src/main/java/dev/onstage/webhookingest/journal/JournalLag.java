package dev.onstage.webhookingest.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far this instance's consumer is behind: the age of the oldest record in work, which grows while the database is
 * away. Between two polls it is what the last one had; zero once nothing came for a while.
 */
@ApplicationScoped
class JournalLag {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private record InWork(Instant oldest) {}

    private record Done(Duration lag, Instant at) {}

    private final Clock clock;
    private volatile @Nullable InWork inWork;
    private volatile Done done = new Done(Duration.ZERO, Instant.EPOCH);

    @Inject
    JournalLag(MeterRegistry metrics) {
        this(metrics, Clock.systemUTC());
    }

    JournalLag(MeterRegistry metrics, Clock clock) {
        this.clock = clock;
        Gauge.builder(
                        "webhook.journal.lag.seconds",
                        this,
                        lag -> (double) lag.current().toMillis() / 1_000)
                .description("How far the journal is behind")
                .register(metrics);
    }

    /** A poll is taken up. */
    void begin(Instant oldestProduced) {
        inWork = new InWork(oldestProduced);
    }

    /** The poll is stored. */
    void end() {
        InWork ended = inWork;
        Instant now = clock.instant();
        if (ended != null) {
            done = new Done(between(ended.oldest(), now), now);
        }
        inWork = null;
    }

    /** The lag; never negative. */
    Duration current() {
        InWork current = inWork;
        Instant now = clock.instant();
        if (current != null) {
            return between(current.oldest(), now);
        }
        Done last = done;
        return last.at().isBefore(now.minus(FRESH)) ? Duration.ZERO : last.lag();
    }

    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }
}
