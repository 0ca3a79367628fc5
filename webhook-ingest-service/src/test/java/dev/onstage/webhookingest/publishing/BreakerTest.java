package dev.onstage.webhookingest.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final Breaker breaker = new Breaker(3, PAUSE, clock::get);

    @Test
    void shouldLetEverythingPassWhileKafkaConfirmsNowAndThen() {
        for (int i = 0; i < 10; i++) {
            breaker.failed();
            breaker.failed();
            breaker.succeeded();
        }

        assertThat(breaker.isOpen()).isFalse();
        assertThat(passes(100)).isEqualTo(100);
    }

    @Test
    void shouldOpenAfterFailuresInARow() {
        fail(2);
        assertThat(breaker.isOpen()).isFalse();

        fail(1);

        assertThat(breaker.isOpen()).isTrue();
        assertThat(passes(100)).isZero();
    }

    @Test
    void shouldLetOneProbePassPerPauseHoweverManyFailedBefore() {
        fail(5000);

        for (int i = 0; i < 5; i++) {
            clock.addAndGet(PAUSE.toNanos() - 1);
            assertThat(passes(100)).isZero();
            clock.addAndGet(1);
            assertThat(passes(100)).isEqualTo(1);
            breaker.failed();
        }
    }

    @Test
    void shouldCloseWithTheFirstConfirmationAndNeedAllFailuresAgain() {
        fail(5000);
        clock.addAndGet(PAUSE.toNanos());
        assertThat(breaker.tryPass()).isTrue();

        breaker.succeeded();

        assertThat(breaker.isOpen()).isFalse();
        assertThat(passes(100)).isEqualTo(100);
        fail(2);
        assertThat(breaker.isOpen()).isFalse();
        fail(1);
        assertThat(breaker.isOpen()).isTrue();
    }

    private void fail(int times) {
        IntStream.range(0, times).forEach(ignored -> breaker.failed());
    }

    private long passes(int tries) {
        return IntStream.range(0, tries).filter(ignored -> breaker.tryPass()).count();
    }
}
