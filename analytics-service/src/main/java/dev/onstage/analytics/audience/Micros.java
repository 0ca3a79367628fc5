package dev.onstage.analytics.audience;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since the epoch, so that a sweep over 100,000 stays works on plain numbers. */
final class Micros {

    static final long PER_SECOND = 1_000_000L;
    static final long PER_MINUTE = 60 * PER_SECOND;

    private Micros() {}

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
