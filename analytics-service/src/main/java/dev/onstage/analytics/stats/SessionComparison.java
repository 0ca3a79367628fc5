package dev.onstage.analytics.stats;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Two sessions side by side, their courses counted from their starts so that they can be drawn over each other.
 *
 * @param change of b against a
 */
@Schema(name = "SessionComparison")
record SessionComparison(ComparedSession a, ComparedSession b, SessionChange change) {

    /**
     * One of the two. The members of the summary stand beside the others.
     *
     * @param viewers the viewer line, at most 1,000 points: each holds until the next, the last until the end
     * @param chat messages per UTC minute, minutes without any left out
     */
    @Schema(name = "ComparedSession")
    record ComparedSession(@JsonUnwrapped SessionSummary summary, List<Since> viewers, List<Since> chat) {

        static ComparedSession of(SessionSummary summary, SessionChart chart) {
            return new ComparedSession(
                    summary,
                    chart.viewers().stream()
                            .map(point -> Since.start(summary, point.at(), point.count()))
                            .toList(),
                    chart.chat().stream()
                            .map(minute -> Since.start(summary, minute.minute(), minute.messages()))
                            .toList());
        }
    }

    /**
     * A number at a time of the session.
     *
     * @param afterMillis milliseconds after its start; 0 for the minute in which it started
     * @param count viewers, or messages
     */
    @Schema(name = "Since")
    record Since(long afterMillis, int count) {

        static Since start(SessionSummary session, Instant at, int count) {
            return new Since(Math.max(0, at.toEpochMilli() - session.startedAt().toEpochMilli()), count);
        }
    }

    /** How much more the second has than the first, in percent with one decimal; null where the first has nothing. */
    @Schema(name = "SessionChange")
    record SessionChange(
            @Nullable Double totalMinutes,
            @Nullable Double peakViewers,
            @Nullable Double averageViewers,
            @Nullable Double uniqueViewers,
            @Nullable Double watchMinutes,
            @Nullable Double chatMessages,
            @Nullable Double chatters) {

        static SessionChange between(SessionSummary a, SessionSummary b) {
            return new SessionChange(
                    StatsChange.percent(a.totalMinutes(), b.totalMinutes()),
                    StatsChange.percent(a.peakViewers(), b.peakViewers()),
                    StatsChange.percent(a.averageViewers(), b.averageViewers()),
                    StatsChange.percent(a.uniqueViewers(), b.uniqueViewers()),
                    StatsChange.percent(a.watchMinutes(), b.watchMinutes()),
                    StatsChange.percent(a.chatMessages(), b.chatMessages()),
                    StatsChange.percent(a.chatters(), b.chatters()));
        }
    }

    static SessionComparison of(ComparedSession a, ComparedSession b) {
        return new SessionComparison(a, b, SessionChange.between(a.summary(), b.summary()));
    }
}
