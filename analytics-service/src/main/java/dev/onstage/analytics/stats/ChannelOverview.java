package dev.onstage.analytics.stats;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A channel over some days of its calendar. A session belongs to the day on which it started.
 *
 * @param channelId the channel
 * @param timeZone IANA name of the zone whose calendar it is
 * @param days how many, today included
 * @param from the first day
 * @param to the last day: today
 * @param streakDays days in a row with a session, up to today, or to yesterday while today has none
 * @param totals over the sessions of these days
 * @param averages over the same
 * @param previous totals of as many days right before
 * @param change of these days against those before
 * @param perDay days with sessions, ascending
 */
@Schema(name = "ChannelOverview")
record ChannelOverview(
        String channelId,
        String timeZone,
        int days,
        LocalDate from,
        LocalDate to,
        int streakDays,
        StatsTotals totals,
        StatsAverages averages,
        StatsTotals previous,
        StatsChange change,
        List<Day> perDay) {

    /**
     * A day of the channel's calendar.
     *
     * @param day the date
     * @param totals over the sessions that started on it
     */
    @Schema(name = "StatsDay")
    record Day(LocalDate day, StatsTotals totals) {}

    /**
     * Puts it together.
     *
     * @param period the days asked for
     * @param byDay figures by the number of the day, 0 the first of the previous period; days without sessions left out
     */
    static ChannelOverview of(String channelId, Period period, Map<Integer, FigureSum> byDay, int streakDays) {
        LocalDate first = period.previous().firstDay();
        FigureSum before = FigureSum.NONE;
        FigureSum now = FigureSum.NONE;
        List<Day> perDay = new ArrayList<>();
        for (int day = 0; day < 2 * period.days(); day++) {
            FigureSum figures = byDay.getOrDefault(day, FigureSum.NONE);
            if (day < period.days()) {
                before = before.plus(figures);
            } else {
                now = now.plus(figures);
                if (figures.sessions() > 0) {
                    perDay.add(new Day(first.plusDays(day), figures.totals()));
                }
            }
        }
        return new ChannelOverview(
                channelId,
                period.zone().getId(),
                period.days(),
                period.firstDay(),
                period.lastDay(),
                streakDays,
                now.totals(),
                now.averages(),
                before.totals(),
                StatsChange.between(before, now),
                perDay);
    }
}
