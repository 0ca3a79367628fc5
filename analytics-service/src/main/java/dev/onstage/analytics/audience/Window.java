package dev.onstage.analytics.audience;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A half-open span of time {@code [from, to)} in microseconds, which is what the store keeps.
 *
 * @param from first moment inside
 * @param to first moment after it, not before {@code from}
 */
public record Window(Instant from, Instant to) {

    public Window {
        from = from.truncatedTo(ChronoUnit.MICROS);
        to = to.truncatedTo(ChronoUnit.MICROS);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("A window ends before it starts: " + from + " to " + to);
        }
    }

    /** How long it is; zero for an empty one. */
    public Duration length() {
        return Duration.between(from, to);
    }

    /** Whether the moment lies inside. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(to);
    }

    long fromMicros() {
        return Micros.of(from);
    }

    long toMicros() {
        return Micros.of(to);
    }
}
