package dev.onstage.analytics.stats;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The sessions of a channel that started within the asked number of days, newest first.
 *
 * @param channelId the channel
 * @param totals over these sessions
 * @param sessions the sessions
 */
@Schema(name = "ChannelStats")
public record ChannelStats(String channelId, Totals totals, List<SessionSummary> sessions) {

    /**
     * Figures over several sessions.
     *
     * @param sessions how many
     * @param totalMinutes minutes on air
     * @param chatMessages messages posted and not deleted
     * @param peakViewers the highest peak
     */
    @Schema(name = "StatsTotals")
    public record Totals(int sessions, long totalMinutes, long chatMessages, int peakViewers) {}

    static ChannelStats of(String channelId, List<SessionSummary> sessions) {
        return new ChannelStats(
                channelId,
                new Totals(
                        sessions.size(),
                        sessions.stream()
                                .mapToLong(SessionSummary::totalMinutes)
                                .sum(),
                        sessions.stream()
                                .mapToLong(SessionSummary::chatMessages)
                                .sum(),
                        sessions.stream()
                                .mapToInt(SessionSummary::peakViewers)
                                .max()
                                .orElse(0)),
                sessions);
    }
}
