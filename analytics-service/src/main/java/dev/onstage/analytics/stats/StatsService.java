package dev.onstage.analytics.stats;

import dev.onstage.analytics.audience.ViewerLine;
import dev.onstage.analytics.audience.ViewerPoint;
import dev.onstage.analytics.audience.Window;
import dev.onstage.analytics.session.SessionAudience;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What the pages show; who may see it is decided before. */
@ApplicationScoped
class StatsService {

    /** More than a chart has pixels. */
    private static final int LINE_POINTS = 1_000;

    private final StatsRepository repository;
    private final SessionAudience audience;

    StatsService(StatsRepository repository, SessionAudience audience) {
        this.repository = repository;
        this.audience = audience;
    }

    Uni<ChannelStats> channel(String channelId, int days) {
        return repository.sessionsSince(channelId, days).map(sessions -> ChannelStats.of(channelId, sessions));
    }

    /** The session, or {@link ProblemType#NOT_FOUND}. */
    Uni<SessionSummary> session(UUID sessionId) {
        return repository
                .session(sessionId)
                .map(session -> session.orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "There is no session " + sessionId + ".")));
    }

    Uni<SessionDetail> detail(SessionSummary summary) {
        return viewers(summary)
                .chain(viewers -> repository.chatMinutes(summary.sessionId()).chain(chat -> repository
                        .encoderGaps(summary.sessionId())
                        .map(gaps -> new SessionDetail(summary, viewers, chat, gaps))));
    }

    /** Of a live session what was shown; of a closed one what was. */
    private Uni<List<ViewerPoint>> viewers(SessionSummary summary) {
        return summary.live()
                ? repository.snapshots(summary.sessionId()).map(points -> thin(summary, points))
                : audience.line(summary.sessionId(), LINE_POINTS);
    }

    private static List<ViewerPoint> thin(SessionSummary summary, List<ViewerPoint> points) {
        if (points.size() <= LINE_POINTS) {
            return points;
        }
        Window window =
                new Window(summary.startedAt(), points.get(points.size() - 1).at());
        return ViewerLine.thin(points, window, LINE_POINTS);
    }
}
