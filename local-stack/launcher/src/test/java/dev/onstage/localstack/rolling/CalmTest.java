package dev.onstage.localstack.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CalmTest {

    private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");

    private Instant now = START;
    private Instant settledUntil = Instant.MAX;
    private final Mishaps mishaps = new Mishaps(() -> now);
    private final Calm calm = new Calm(mishaps, moment -> !moment.isAfter(settledUntil), Duration.ofSeconds(5), START);

    @Test
    void shouldComeWhenNothingFailedForLongEnough() {
        assertThat(reachedAfter(4)).isFalse();
        assertThat(reachedAfter(5)).isTrue();
    }

    @Test
    void shouldBeginAgainWithEachMishap() {
        now = START.plusSeconds(4);
        mishaps.note("GET live", "cut");

        assertThat(reachedAfter(6)).isFalse();
        assertThat(reachedAfter(10)).isFalse();
        assertThat(reachedAfter(11)).isTrue();
    }

    @Test
    void shouldWaitForWhatWasUnderWayWhenItBegan() {
        settledUntil = START.minusSeconds(1);

        assertThat(reachedAfter(60)).isFalse();
        settledUntil = START;

        assertThat(reachedAfter(61)).isTrue();
    }

    private boolean reachedAfter(int seconds) {
        now = START.plusSeconds(seconds);
        return calm.isReached(now);
    }
}
