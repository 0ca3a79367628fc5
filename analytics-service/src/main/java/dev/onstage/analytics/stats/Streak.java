package dev.onstage.analytics.stats;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * Days in a row on which a channel went live, by the calendar of its time zone, up to today. Today breaks nothing while it
 * lasts: without a session yet the streak is the one of yesterday.
 *
 * <p>Takes the starts from the newest to the oldest, in as many portions as it wants: {@link #wantsMore()}.
 */
final class Streak {

    private final ZoneId zone;
    private final LocalDate today;
    /** The day that must have a session for the streak to go on. */
    private LocalDate awaited;

    private int days;
    private boolean broken;

    Streak(Instant now, ZoneId zone) {
        this.zone = zone;
        today = now.atZone(zone).toLocalDate();
        awaited = today;
    }

    /** Takes the next older starts, newest first. */
    void add(List<Instant> starts) {
        for (Instant start : starts) {
            take(start.atZone(zone).toLocalDate());
        }
    }

    private void take(LocalDate day) {
        if (days == 0 && day.equals(before(today))) {
            awaited = day;
        }
        if (day.equals(awaited)) {
            days++;
            awaited = before(day);
        } else if (day.isBefore(awaited)) {
            broken = true;
        }
    }

    /** The day before; one that the zone left out of its calendar (Samoa had no 30 December 2011) is nobody's fault. */
    private LocalDate before(LocalDate day) {
        LocalDate before = day.minusDays(1);
        return before.atStartOfDay(zone).equals(day.atStartOfDay(zone)) ? before.minusDays(1) : before;
    }

    /** Whether an older start could still lengthen it. */
    boolean wantsMore() {
        return !broken;
    }

    int days() {
        return days;
    }
}
