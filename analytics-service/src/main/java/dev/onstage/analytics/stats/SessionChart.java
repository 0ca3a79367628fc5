package dev.onstage.analytics.stats;

import dev.onstage.analytics.audience.ViewerLine;
import dev.onstage.analytics.audience.ViewerMinute;
import dev.onstage.analytics.audience.ViewerPoint;
import dev.onstage.analytics.audience.Window;
import dev.onstage.analytics.stats.SessionDetail.ChatMinute;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * What is drawn of a session.
 *
 * @param viewers at most 1,000 points, each holds until the next
 * @param minutes viewers of every UTC minute of the session
 * @param chat minutes with messages
 */
record SessionChart(List<ViewerPoint> viewers, List<ViewerMinute> minutes, List<ChatMinute> chat) {

    /** More than a chart has pixels. */
    private static final int LINE_POINTS = 1_000;

    /**
     * From what was shown while live: the session goes on, or has just closed and is not summed up yet.
     *
     * @param snapshots ascending; our clock and the provider's differ, so some may lie outside the session
     */
    static SessionChart shown(SessionSummary session, List<ViewerPoint> snapshots, List<ChatMinute> chat, Instant now) {
        Instant end = session.endedAt() == null ? now : session.endedAt();
        Window window = new Window(session.startedAt(), end.isBefore(session.startedAt()) ? session.startedAt() : end);
        List<ViewerPoint> points = within(window, snapshots);
        return new SessionChart(
                ViewerLine.thin(points, window, LINE_POINTS), ViewerLine.byMinute(points, window), chat);
    }

    private static List<ViewerPoint> within(Window window, List<ViewerPoint> snapshots) {
        TreeMap<Instant, ViewerPoint> points = new TreeMap<>();
        for (ViewerPoint point : snapshots) {
            Instant at = point.at().isBefore(window.from()) ? window.from() : point.at();
            if (window.contains(at)) {
                points.put(at, new ViewerPoint(at, point.count()));
            }
        }
        return List.copyOf(points.values());
    }
}
