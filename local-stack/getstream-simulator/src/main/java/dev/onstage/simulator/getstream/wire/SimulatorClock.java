package dev.onstage.simulator.getstream.wire;

import java.time.Clock;
import java.time.Instant;

/** A clock that never shows the same instant twice, so that {@code updated_at} tells older from newer. */
public final class SimulatorClock {

    private final Clock clock;
    private Instant last;

    /** Reads {@code clock} and goes on after {@code last}, the greatest instant handed out before a restart. */
    public SimulatorClock(Clock clock, Instant last) {
        this.clock = clock;
        this.last = last;
    }

    /** The time, strictly later than every earlier answer. */
    public synchronized Instant now() {
        Instant now = clock.instant();
        last = now.isAfter(last) ? now : last.plusNanos(1);
        return last;
    }

    /** The greatest instant handed out so far. */
    public synchronized Instant last() {
        return last;
    }
}
