package dev.onstage.support.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FarewellTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final Duration STEP = Duration.ofMillis(100);

    @Test
    void shouldEndNoneUntilOthersCanHaveNoticed() {
        Farewell farewell = Farewell.within(Duration.ofSeconds(5), NOW);

        assertThat(farewell.due(1_000, NOW.plusMillis(1_249), STEP)).isZero();
        assertThat(farewell.hasBegun(NOW.plusMillis(1_249))).isFalse();
        assertThat(farewell.hasBegun(NOW.plusMillis(1_250))).isTrue();
        assertThat(farewell.due(1_000, NOW.plusMillis(1_250), STEP)).isEqualTo(29);
    }

    @Test
    void shouldNotMakeReadersWaitForALongDelay() {
        Farewell farewell = Farewell.within(Duration.ofMinutes(10), NOW);

        assertThat(farewell).isEqualTo(new Farewell(NOW.plusSeconds(5), NOW.plusSeconds(15)));
    }

    @Test
    void shouldEndAllAtOnceWithoutADelay() {
        assertThat(Farewell.within(Duration.ZERO, NOW).due(1_000, NOW, STEP)).isEqualTo(1_000);
        assertThat(Farewell.atOnce(NOW).due(1_000, NOW, STEP)).isEqualTo(1_000);
    }

    /** However many there are, and however long the delay: spread, and over before it. */
    @Property
    void shouldEndAllByTurnsWithinTheDelay(
            @ForAll @IntRange(min = 1, max = 20_000) int streams,
            @ForAll @IntRange(min = 500, max = 60_000) int delayMillis) {
        Duration delay = Duration.ofMillis(delayMillis);
        Farewell farewell = Farewell.within(delay, NOW);
        int open = streams;
        int most = 0;
        for (Instant now = NOW; now.isBefore(NOW.plus(delay)); now = now.plus(STEP)) {
            int due = farewell.due(open, now, STEP);
            most = Math.max(most, due);
            open -= due;
        }

        assertThat(open).isZero();
        double turns =
                Duration.between(farewell.begin(), farewell.end()).minus(STEP).toMillis() / (double) STEP.toMillis();
        assertThat(most).isLessThanOrEqualTo((int) Math.ceil(streams / turns));
    }
}
