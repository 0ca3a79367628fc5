package dev.onstage.streamcontrol.broadcast;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;

/**
 * Compares the provider's times. The same moment need not carry the same digits everywhere: one answer has nanoseconds,
 * another ends after microseconds or at the second.
 */
final class ProviderTime {

    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private ProviderTime() {}

    /** Whether {@code a} is before {@code b} in the digits that both of them carry. */
    static boolean isOlder(Instant a, Instant b) {
        Duration unit = longer(lastDigit(a), lastDigit(b));
        return a.isBefore(b) && Duration.between(a, b).compareTo(unit) >= 0;
    }

    private static Duration lastDigit(Instant instant) {
        int nanos = instant.get(ChronoField.NANO_OF_SECOND);
        if (nanos == 0) {
            return Duration.ofSeconds(1);
        }
        if (nanos % NANOS_PER_MILLI == 0) {
            return Duration.ofMillis(1);
        }
        return Duration.ofNanos(nanos % NANOS_PER_MICRO == 0 ? NANOS_PER_MICRO : 1);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
