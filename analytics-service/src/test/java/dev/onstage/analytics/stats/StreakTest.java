package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days in a row, by the calendar of the channel. */
class StreakTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing yet                            | Europe/Berlin    | 2026-11-22T12:00:00Z |                                                                | 0
            today                                  | Europe/Berlin    | 2026-11-22T12:00:00Z | 2026-11-22T10:00:00Z                                           | 1
            yesterday, today is not over           | Europe/Berlin    | 2026-11-22T12:00:00Z | 2026-11-21T10:00:00Z                                           | 1
            the day before yesterday               | Europe/Berlin    | 2026-11-22T12:00:00Z | 2026-11-20T10:00:00Z                                           | 0
            three days                             | Europe/Berlin    | 2026-11-22T12:00:00Z | 2026-11-20T10:00:00Z 2026-11-21T10:00:00Z 2026-11-22T10:00:00Z | 3
            twice a day counts once                | Europe/Berlin    | 2026-11-22T12:00:00Z | 2026-11-21T10:00:00Z 2026-11-21T18:00:00Z 2026-11-22T10:00:00Z | 2
            a hole ends it                         | Europe/Berlin    | 2026-11-22T12:00:00Z | 2026-11-19T10:00:00Z 2026-11-21T10:00:00Z 2026-11-22T10:00:00Z | 2
            before and after midnight there        | Europe/Berlin    | 2026-11-22T12:00:00Z | 2026-11-20T22:59:59Z 2026-11-20T23:00:00Z 2026-11-22T01:00:00Z | 3
            the same in UTC is two days            | UTC              | 2026-11-22T12:00:00Z | 2026-11-20T22:59:59Z 2026-11-20T23:00:00Z 2026-11-22T01:00:00Z | 1
            23 hours in spring, late each evening  | Europe/Berlin    | 2026-03-30T12:00:00Z | 2026-03-28T22:30:00Z 2026-03-29T21:30:00Z 2026-03-30T10:00:00Z | 3
            spring, just over the edge             | Europe/Berlin    | 2026-03-30T12:00:00Z | 2026-03-28T22:30:00Z 2026-03-29T22:00:00Z                      | 1
            25 hours in autumn, late each evening  | Europe/Berlin    | 2026-10-26T12:00:00Z | 2026-10-24T21:30:00Z 2026-10-25T22:30:00Z 2026-10-26T10:00:00Z | 3
            autumn, the hour that comes twice      | Europe/Berlin    | 2026-10-25T12:00:00Z | 2026-10-24T10:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z | 2
            autumn, still the same day             | Europe/Berlin    | 2026-10-26T12:00:00Z | 2026-10-24T22:00:00Z 2026-10-25T22:59:59Z                      | 1
            spring in New York                     | America/New_York | 2026-03-09T12:00:00Z | 2026-03-08T04:59:59Z 2026-03-08T05:00:00Z 2026-03-09T03:59:59Z | 2
            autumn in New York                     | America/New_York | 2026-11-02T12:00:00Z | 2026-11-01T03:59:59Z 2026-11-01T04:00:00Z 2026-11-02T04:59:59Z | 2
            a day that was left out                | Pacific/Apia     | 2011-12-31T12:00:00Z | 2011-12-29T20:00:00Z 2011-12-30T09:00:00Z 2011-12-30T20:00:00Z | 2
            a clock that is ahead of ours          | Europe/Berlin    | 2026-11-22T22:59:59Z | 2026-11-22T10:00:00Z 2026-11-22T23:00:01Z                      | 1
            """)
    void shouldCountDaysInARow(String why, ZoneId zone, Instant now, String starts, int days) {
        Streak streak = new Streak(now, zone);

        streak.add(newestFirst(starts == null ? "" : starts));

        assertThat(streak.days()).as(why).isEqualTo(days);
    }

    private static List<Instant> newestFirst(String starts) {
        return Arrays.stream(starts.strip().split(" "))
                .filter(text -> !text.isEmpty())
                .map(Instant::parse)
                .sorted(Comparator.reverseOrder())
                .toList();
    }
}
