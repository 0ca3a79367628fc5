package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days of a calendar, where clocks change and where they do not. */
class PeriodTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # zone,               day,        begins,               hours
            Europe/Berlin,        2026-03-28, 2026-03-27T23:00:00Z, PT24H
            Europe/Berlin,        2026-03-29, 2026-03-28T23:00:00Z, PT23H
            Europe/Berlin,        2026-03-30, 2026-03-29T22:00:00Z, PT24H
            Europe/Berlin,        2026-10-24, 2026-10-23T22:00:00Z, PT24H
            Europe/Berlin,        2026-10-25, 2026-10-24T22:00:00Z, PT25H
            Europe/Berlin,        2026-10-26, 2026-10-25T23:00:00Z, PT24H
            America/New_York,     2026-03-08, 2026-03-08T05:00:00Z, PT23H
            America/New_York,     2026-11-01, 2026-11-01T04:00:00Z, PT25H
            Australia/Lord_Howe,  2026-04-05, 2026-04-04T13:00:00Z, PT24H30M
            Asia/Kathmandu,       2026-03-29, 2026-03-28T18:15:00Z, PT24H
            # The clocks go from 0:00 to 1:00: that day begins at one o'clock.
            Asia/Beirut,          2026-03-29, 2026-03-28T22:00:00Z, PT23H
            America/Santiago,     2026-09-06, 2026-09-06T04:00:00Z, PT23H
            # And never was at all.
            Pacific/Apia,         2011-12-30, 2011-12-30T10:00:00Z, PT0H
            """)
    void shouldBeginAndEndADayWhenTheClocksThereDo(ZoneId zone, LocalDate day, Instant begins, Duration length) {
        Period period = new Period(zone, day, day);

        assertThat(period.start()).isEqualTo(begins);
        assertThat(Duration.between(period.start(), period.end())).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # now,                zone,             today
            2026-11-22T22:59:59Z, Europe/Berlin,    2026-11-22
            2026-11-22T23:00:00Z, Europe/Berlin,    2026-11-23
            2026-03-29T21:59:59Z, Europe/Berlin,    2026-03-29
            2026-03-29T22:00:00Z, Europe/Berlin,    2026-03-30
            2026-11-01T04:30:00Z, America/New_York, 2026-11-01
            2026-11-02T04:30:00Z, America/New_York, 2026-11-01
            """)
    void shouldEndToday(Instant now, ZoneId zone, LocalDate today) {
        Period week = Period.last(7, now, zone);

        assertThat(week.lastDay()).isEqualTo(today);
        assertThat(week.firstDay()).isEqualTo(today.minusDays(6));
        assertThat(week.days()).isEqualTo(7);
        assertThat(week.start()).isBeforeOrEqualTo(now);
        assertThat(week.end()).isAfter(now);
    }

    @Test
    void shouldTakeUtcForAZoneThatNobodyKnows() {
        assertThat(Period.zone(null)).isEqualTo(Period.UTC);
        assertThat(Period.zone("Middle/Earth")).isEqualTo(Period.UTC);
        assertThat(Period.zone("not a zone")).isEqualTo(Period.UTC);
        assertThat(Period.zone("Europe/Berlin")).isEqualTo(ZoneId.of("Europe/Berlin"));
    }
}
