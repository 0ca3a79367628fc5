package dev.onstage.analytics.stats;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All channels over some UTC days.
 *
 * @param days how many, today included
 * @param from the first day
 * @param to the last day: today
 * @param liveChannels channels on air at this moment
 * @param currentViewers of all of them together
 * @param totals over every session that started on these days
 * @param averages over the same
 * @param channels a page of the channels, by id
 * @param next the cursor of the page after it, null at the end
 */
@Schema(name = "InstallOverview")
record InstallOverview(
        int days,
        LocalDate from,
        LocalDate to,
        int liveChannels,
        int currentViewers,
        StatsTotals totals,
        StatsAverages averages,
        List<Channel> channels,
        @Nullable String next) {

    /**
     * One channel.
     *
     * @param title its title
     * @param live whether it is on air
     * @param currentViewers 0 while it is not
     * @param lastStartedAt start of its newest session on these days, null without any
     * @param totals over its sessions on these days
     */
    @Schema(name = "ChannelTotals")
    record Channel(
            String channelId,
            String title,
            boolean live,
            int currentViewers,
            @Nullable Instant lastStartedAt,
            StatsTotals totals) {}

    /** Channels on air and their viewers. */
    record OnAir(int channels, int viewers) {}

    /** From one channel more than the page holds, if there is one. */
    static InstallOverview of(Period period, OnAir onAir, FigureSum sum, List<Channel> found, int limit) {
        boolean more = found.size() > limit;
        List<Channel> channels = more ? List.copyOf(found.subList(0, limit)) : found;
        return new InstallOverview(
                period.days(),
                period.firstDay(),
                period.lastDay(),
                onAir.channels(),
                onAir.viewers(),
                sum.totals(),
                sum.averages(),
                channels,
                more ? new ChannelCursor(channels.get(limit - 1).channelId()).encode() : null);
    }
}
