package dev.onstage.support.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.limit.CommandLimitConfig.Limit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommandLimitsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CommandLimits limits = new CommandLimits(() -> Map.of("rotate-key", limit(3, 6)), nanos::get);

    @Test
    void shouldAllowABurstAndThenOneByOne() {
        assertThat(take()).isZero();
        assertThat(take()).isZero();
        assertThat(take()).isZero();
        assertThat(take()).isEqualTo(10);

        passes(Duration.ofSeconds(9));
        assertThat(take()).isEqualTo(1);
        passes(Duration.ofSeconds(1));
        assertThat(take()).isZero();
        assertThat(take()).isEqualTo(10);
    }

    @Test
    void shouldSaveUpNoMoreThanABurst() {
        take();
        passes(Duration.ofDays(1));

        assertThat(take()).isZero();
        assertThat(take()).isZero();
        assertThat(take()).isZero();
        assertThat(take()).isPositive();
    }

    @Test
    void shouldCountEachAccountForItself() {
        for (int i = 0; i < 4; i++) {
            take();
        }

        assertThat(limits.take("rotate-key", "another")).isZero();
    }

    private int take() {
        return limits.take("rotate-key", "somebody");
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Limit limit(int burst, int perMinute) {
        return new Limit() {
            @Override
            public int burst() {
                return burst;
            }

            @Override
            public int perMinute() {
                return perMinute;
            }
        };
    }
}
