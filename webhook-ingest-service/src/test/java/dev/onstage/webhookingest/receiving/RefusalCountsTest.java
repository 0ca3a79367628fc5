package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onstage.support.client.ClientAddress;
import dev.onstage.webhookingest.verification.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
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
        assertThat(counts.byReason()).containsEntry(RefusalReason.WRONG_SIGNATURE, 6L);
        assertThat(counts.lastAt()).contains(now.get());
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
    void shouldCountByMinuteForAnHour() {
        refuse("203.0.113.1", 4);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(10)));
        refuse("203.0.113.1", 2);

        assertThat(counts.within(Duration.ofMinutes(5))).isEqualTo(2);
        assertThat(counts.within(Duration.ofMinutes(10))).isEqualTo(6);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(55)));
        assertThat(counts.within(Duration.ofHours(5))).isEqualTo(2);
        now.updateAndGet(time -> time.plus(Duration.ofDays(2)));
        assertThat(counts.within(Duration.ofHours(5))).isZero();
    }

    private void refuse(String address, int times) {
        for (int i = 0; i < times; i++) {
            counts.count(RefusalReason.WRONG_SIGNATURE, new ClientAddress(address));
        }
    }
}
