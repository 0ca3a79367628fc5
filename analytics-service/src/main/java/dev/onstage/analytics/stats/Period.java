package dev.onstage.analytics.stats;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whole calendar days of a time zone. A day is as long as it is there: 23 or 25 hours when the clocks change, and it begins
 * when the clocks show its first moment, which is not always midnight.
 *
 * @param zone whose calendar
 * @param firstDay included
 * @param lastDay included
 */
record Period(ZoneId zone, LocalDate firstDay, LocalDate lastDay) {

    static final ZoneId UTC = ZoneId.of("UTC");

    /** The last {@code days} days, the present one among them. */
    static Period last(int days, Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return new Period(zone, today.minusDays(days - 1L), today);
    }

    /** The zone of that IANA name; UTC for none, and for one that nobody knows. */
    static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? UTC : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return UTC;
        }
    }

    /** As many days right before it. */
    Period previous() {
        return new Period(zone, firstDay.minusDays(days()), firstDay.minusDays(1));
    }

    int days() {
        return Math.toIntExact(ChronoUnit.DAYS.between(firstDay, lastDay) + 1);
    }

    /** Its first moment. */
    Instant start() {
        return startOf(firstDay);
    }

    /** The first moment after it. */
    Instant end() {
        return startOf(lastDay.plusDays(1));
    }

    /** The first moment of each day and, last, the first after the period: one more than days, ascending. */
    List<Instant> edges() {
        List<Instant> edges = new ArrayList<>(days() + 1);
        for (int day = 0; day <= days(); day++) {
            edges.add(startOf(firstDay.plusDays(day)));
        }
        return edges;
    }

    private Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
