package dev.onstage.support.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TroubleTest {

    private long now = -Duration.ofDays(1).toNanos();

    private final Trouble trouble = new Trouble(() -> now);

    @Test
    void shouldBeToldOnceHoweverLongItLasts() {
        assertThat(trouble.begins()).isTrue();
        pass(Duration.ofHours(2));
        assertThat(trouble.begins()).isFalse();
    }

    @Test
    void shouldBeToldAgainNextTime() {
        assertThat(trouble.begins()).isTrue();
        pass(Duration.ofMinutes(1));
        assertThat(trouble.ends()).isTrue();

        assertThat(trouble.begins()).isTrue();
        assertThat(trouble.ends()).isTrue();
    }

    @Test
    void shouldNotBeToldMoreOftenThanOnceAMinute() {
        assertThat(trouble.begins()).isTrue();
        assertThat(trouble.ends()).isTrue();
        for (int second = 1; second < 60; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(trouble.begins()).as("after %d s", second).isFalse();
            assertThat(trouble.ends()).as("after %d s", second).isFalse();
        }
        pass(Duration.ofSeconds(1));
        assertThat(trouble.begins()).isTrue();
    }

    @Test
    void shouldBeToldLateRatherThanNever() {
        assertThat(trouble.begins()).isTrue();
        assertThat(trouble.ends()).isTrue();
        assertThat(trouble.begins()).isFalse();
        pass(Duration.ofMinutes(1));

        assertThat(trouble.begins()).as("it still lasts").isTrue();
    }

    @Test
    void shouldHaveNoEndWithoutABeginning() {
        assertThat(trouble.ends()).isFalse();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
