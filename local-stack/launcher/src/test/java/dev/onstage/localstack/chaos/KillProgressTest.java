package dev.onstage.localstack.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KillProgressTest {

    private static final int PIECES = 30;

    private long now;
    private final KillProgress progress = new KillProgress(() -> now);

    @Test
    void shouldKeepAPartForEachVictimUntilItWorks() {
        assertThat(progress.given(PIECES)).isZero();
        progress.begin(2);
        assertThat(progress.given(PIECES)).isZero();

        progress.victimWorks();
        assertThat(progress.given(PIECES)).isEqualTo(10);
        progress.done();
        assertThat(progress.given(PIECES)).as("the next victim still starts").isEqualTo(10);
        progress.victimWorks();
        assertThat(progress.given(PIECES)).isEqualTo(20);
        progress.done();

        progress.end();
        assertThat(progress.given(PIECES)).isEqualTo(PIECES);
    }

    @Test
    void shouldGiveEverythingWhenTheKillsEndEarly() {
        progress.begin(2);

        progress.end();

        assertThat(progress.given(PIECES)).isEqualTo(PIECES);
        assertThat(progress.timeLeft()).isZero();
    }

    @Test
    void shouldTellTheTimeLeftByWhatTheKillsTook() {
        progress.begin(2);
        assertThat(progress.timeLeft()).isEqualTo(Duration.ofSeconds(24));

        now = Duration.ofSeconds(40).toNanos();
        progress.done();

        assertThat(progress.timeLeft()).as("one more, and one kill's time").isEqualTo(Duration.ofSeconds(80));
    }
}
