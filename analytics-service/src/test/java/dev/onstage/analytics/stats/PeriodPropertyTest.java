package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Days of any calendar. */
class PeriodPropertyTest {

    private static final List<ZoneId> ZONES = List.of(
            Period.UTC,
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"),
            ZoneId.of("America/Santiago"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("Pacific/Apia"),
            ZoneId.of("Asia/Beirut"));

    @Property
    void shouldCutTimeIntoDaysWithoutGapOrOverlap(
            @ForAll @LongRange(min = 0, max = 2_000_000_000L) long epochSecond,
            @ForAll @IntRange(min = 1, max = 366) int days,
            @ForAll @IntRange(min = 0, max = 7) int zone) {
        Instant now = Instant.ofEpochSecond(epochSecond);
        Period period = Period.last(days, now, ZONES.get(zone));

        List<Instant> edges = period.edges();

        assertThat(edges).hasSize(days + 1).isSorted();
        assertThat(edges.get(0)).isEqualTo(period.start());
        assertThat(edges.get(days)).isEqualTo(period.end());
        assertThat(period.previous().end()).isEqualTo(period.start());
        assertThat(period.previous().days()).isEqualTo(days);
        assertThat(now).isBetween(edges.get(days - 1), edges.get(days).minusNanos(1));
    }
}
