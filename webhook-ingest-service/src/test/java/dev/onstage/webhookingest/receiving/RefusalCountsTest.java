package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onstage.support.client.ClientAddress;
import dev.onstage.webhookingest.receiving.RefusalCounts.Refused;
import dev.onstage.webhookingest.verification.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RefusalCountsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T19:00:30Z"));
    private final InstantSource clock = now::get;
    private final RefusalCounts counts = new RefusalCounts(clock.withZone(ZoneOffset.UTC), 3);

    @Test
    void shouldNameTheSourcesRefusedMost() {
        refuse("203.0.113.1", 1);
        refuse("203.0.113.2", 3);
        refuse("203.0.113.3", 2);

        assertThat(counts.topSources(2))
                .extracting(RefusalCounts.SourceCount::source, RefusalCounts.SourceCount::refused)
                .containsExactly(tuple("203.0.113.2", 3L), tuple("203.0.113.3", 2L));
    }

    @Test
    void shouldKeepTheMostActiveSourceHoweverManyOthersCome() {
        refuse("203.0.113.1", 1000);
        for (int i = 0; i < 2000; i++) {
            refuse("198.51." + i / 250 + "." + i % 250, 1);
        }

        assertThat(counts.topSources(100)).hasSize(3);
        assertThat(counts.topSources(100))
                .anySatisfy(source -> assertThat(source.source()).isEqualTo("203.0.113.1"));
    }

    @Test
    void shouldCountANetworkOfIpVersion6AsOneSource() {
        refuse("2001:db8:1:2::1", 1);
        refuse("2001:db8:1:2:ffff::9", 1);
        refuse("2001:db8:1:3::1", 1);

        assertThat(counts.topSources(1)).singleElement().satisfies(source -> {
            assertThat(source.source()).isEqualTo("2001:db8:1:2::/64");
            assertThat(source.refused()).isEqualTo(2);
        });
    }

    @Test
    void shouldCountByMinuteAndReasonUntilThatIsTaken() {
        Instant begin = Instant.parse("2026-11-20T19:00:00Z");
        refuse("203.0.113.1", 4);
        counts.count(RefusalReason.TOO_LARGE, new ClientAddress("203.0.113.1"));
        now.updateAndGet(time -> time.plusSeconds(40));
        refuse("203.0.113.2", 2);

        assertThat(counts.take())
                .containsExactlyInAnyOrder(
                        new Refused(begin, RefusalReason.WRONG_SIGNATURE, 4, begin.plusSeconds(30)),
                        new Refused(begin, RefusalReason.TOO_LARGE, 1, begin.plusSeconds(30)),
                        new Refused(begin.plusSeconds(60), RefusalReason.WRONG_SIGNATURE, 2, begin.plusSeconds(70)));
        assertThat(counts.take()).isEmpty();
    }

    @Test
    void shouldAddWhatIsPutBackToWhatCameMeanwhile() {
        refuse("203.0.113.1", 4);
        List<Refused> taken = counts.take();
        now.updateAndGet(time -> time.plusSeconds(5));
        refuse("203.0.113.1", 3);

        counts.putBack(taken);

        assertThat(counts.take()).singleElement().satisfies(refused -> {
            assertThat(refused.count()).isEqualTo(7);
            assertThat(refused.lastAt()).isEqualTo(now.get());
        });
    }

    @Test
    void shouldKeepAnHourOfWhatNobodyTakes() {
        for (int minute = 0; minute < 500; minute++) {
            refuse("203.0.113.1", 1);
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        }

        assertThat(counts.take()).hasSizeBetween(59, 61);
    }

    private void refuse(String address, int times) {
        for (int i = 0; i < times; i++) {
            counts.count(RefusalReason.WRONG_SIGNATURE, new ClientAddress(address));
        }
    }
}
