package dev.onstage.analytics.stats;

import dev.onstage.analytics.stats.SessionDetail.ChatMinute;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A UTC minute of a session; the first and the last are cut at its edges.
 *
 * @param minute its start
 * @param peakViewers most viewers at one moment
 * @param averageViewers over the minute, two decimals
 * @param chatMessages posted and not deleted
 */
@Schema(name = "MinuteFigures")
record MinuteFigures(Instant minute, int peakViewers, double averageViewers, int chatMessages) {

    /** Every minute of the session. */
    static List<MinuteFigures> of(SessionChart chart) {
        Map<Instant, Integer> messages =
                chart.chat().stream().collect(Collectors.toMap(ChatMinute::minute, ChatMinute::messages));
        return chart.minutes().stream()
                .map(minute -> new MinuteFigures(
                        minute.minute(), minute.peak(), minute.average(), messages.getOrDefault(minute.minute(), 0)))
                .toList();
    }
}
