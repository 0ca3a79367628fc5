package dev.onstage.simulator.getstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SimulatorClockTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void neverRepeatsAnInstant() {
        SimulatorClock clock = new SimulatorClock(Clock.fixed(NOON, ZoneOffset.UTC), Instant.EPOCH);

        assertThat(clock.now()).isEqualTo(NOON);
        assertThat(clock.now()).isEqualTo(NOON.plusNanos(1));
        assertThat(clock.last()).isEqualTo(NOON.plusNanos(1));
    }

    @Test
    void goesOnAfterTheLastRunThoughTheClockWasSetBack() {
        Instant last = NOON.plusSeconds(3600);
        SimulatorClock clock = new SimulatorClock(Clock.fixed(NOON, ZoneOffset.UTC), last);

        assertThat(clock.now()).isAfter(last);
    }
}
