package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JournalLagTest {
    private static final Instant START = Instant.parse("2026-11-22T14:00:00Z");

    private final SettableClock clock = new SettableClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final JournalLag lag = new JournalLag(metrics, clock);

    @Test
    void shouldGrowWhileAPollCannotBeStored() {
        assertThat(lag.current()).isZero();

        lag.begin(START.minusSeconds(3));
        assertThat(lag.current()).isEqualTo(Duration.ofSeconds(3));
        clock.now = START.plusSeconds(60);
        assertThat(metrics.get("webhook.journal.lag.seconds").gauge().value()).isEqualTo(63);
    }

    @Test
    void shouldStayForAMomentAndBeOverThen() {
        lag.begin(START.minusSeconds(90));
        lag.end();

        clock.now = START.plusSeconds(5);
        assertThat(lag.current()).isEqualTo(Duration.ofSeconds(90));
        clock.now = START.plusSeconds(6);
        assertThat(lag.current()).isZero();
    }

    @Test
    void shouldNeverBeNegative() {
        lag.begin(START.plusSeconds(2));

        assertThat(lag.current()).isZero();
    }

    private static final class SettableClock extends Clock {
        private Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
