package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionPlanTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
    private static final JournalPartition YESTERDAY = day("2026-11-21", 300);
    private static final JournalPartition TOMORROW = day("2026-11-23", 10);

    @Test
    void shouldKeepADayUntilItsLastDeliveryIsOldEnough() {
        JournalPartition day = day("2026-11-14", 0);

        assertThat(plan("2026-11-21T23:59:59.999Z", day).expired()).isEmpty();
        assertThat(plan("2026-11-22T00:00:00Z", day).expired()).containsExactly(day);
    }

    /** The days are UTC days and the retention counts in hours, so no zone of anybody's changes what is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago"})
    void shouldDecideTheSameInEveryTimeZone(String zone) {
        JournalPartition day = day("2026-10-21", 0);
        Instant expiry = Instant.parse("2026-10-29T00:00:00Z");
        ZonedDateTime there = expiry.atZone(ZoneId.of(zone));

        assertThat(RetentionPlan.of(List.of(day), there.minusNanos(1).toInstant(), WEEK, 1_000)
                        .expired())
                .isEmpty();
        assertThat(RetentionPlan.of(List.of(day), there.toInstant(), WEEK, 1_000)
                        .expired())
                .containsExactly(day);
    }

    @Test
    void shouldMakeRoomAShareBeforeItIsNeededOldestFirst() {
        JournalPartition morning = part("2026-11-22T00:00:00Z", "2026-11-22T09:00:00Z", 250);
        JournalPartition since = part("2026-11-22T09:00:00Z", "2026-11-23T00:00:00Z", 100);

        assertThat(of(800, YESTERDAY, morning, since, TOMORROW).crowdedOut()).isEmpty();
        assertThat(of(700, TOMORROW, since, morning, YESTERDAY).crowdedOut()).containsExactly(YESTERDAY);
        assertThat(of(400, YESTERDAY, morning, since, TOMORROW).crowdedOut()).containsExactly(YESTERDAY, morning);
    }

    @Test
    void shouldGiveUpBodiesOnlyWhenNothingIsLeftToDrop() {
        JournalPartition today = day("2026-11-22", 600);

        assertThat(of(1_000, YESTERDAY, today).shedBodies()).isFalse();
        RetentionPlan full = of(600, YESTERDAY, today);
        assertThat(full.crowdedOut()).containsExactly(YESTERDAY);
        assertThat(full.shedBodies()).isTrue();
    }

    @Test
    void shouldCutWhatIsBeingFilledOnceItIsAShareOfTheWhole() {
        assertThat(of(8_000, YESTERDAY, day("2026-11-22", 999)).toCut()).isEmpty();
        assertThat(of(8_000, YESTERDAY, day("2026-11-22", 1_000)).toCut()).contains(day("2026-11-22", 1_000));
        assertThat(of(8_000, day("2026-11-21", 5_000), day("2026-11-23", 5_000)).toCut())
                .isEmpty();
    }

    @Test
    void shouldCutOnlyWhatCanBeReadInTime() {
        long gib = 1L << 30;

        assertThat(of(1_000 * gib, day("2026-11-22", 2 * gib - 1)).toCut()).isEmpty();
        assertThat(of(1_000 * gib, day("2026-11-22", 2 * gib)).toCut()).contains(day("2026-11-22", 2 * gib));
        assertThat(of(1_000 * gib, day("2026-11-22", 8 * gib)).toCut()).isEmpty();
    }

    @Test
    void shouldNotCountWhatExpiresWhenItMakesRoom() {
        JournalPartition expired = day("2026-11-01", 900);

        RetentionPlan plan = of(1_000, expired, YESTERDAY);

        assertThat(plan.expired()).containsExactly(expired);
        assertThat(plan.crowdedOut()).isEmpty();
    }

    private static RetentionPlan plan(String now, JournalPartition... partitions) {
        return RetentionPlan.of(List.of(partitions), Instant.parse(now), WEEK, 1_000);
    }

    private static RetentionPlan of(long maxBytes, JournalPartition... partitions) {
        return RetentionPlan.of(Stream.of(partitions).toList(), NOW, WEEK, maxBytes);
    }

    private static JournalPartition day(String day, long bytes) {
        Instant from = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new JournalPartition("p", from, from.plus(Duration.ofDays(1)), bytes);
    }

    private static JournalPartition part(String from, String before, long bytes) {
        return new JournalPartition("p", Instant.parse(from), Instant.parse(before), bytes);
    }
}
