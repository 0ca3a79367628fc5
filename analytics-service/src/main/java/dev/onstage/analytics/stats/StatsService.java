package dev.onstage.analytics.stats;

import dev.onstage.analytics.stats.SessionComparison.ComparedSession;
import dev.onstage.analytics.stats.SessionDetail.ChatMinute;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions as the pages show them; who may see them is decided before. */
@ApplicationScoped
class StatsService {

    /** A message may carry a time that is ahead of our clock. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final StatsRepository repository;
    private final ChartRepository charts;

    StatsService(StatsRepository repository, ChartRepository charts) {
        this.repository = repository;
        this.charts = charts;
    }

    /**
     * A page of the channel's sessions; empty for a channel without any.
     *
     * @throws ProblemException {@code invalid-request} when there is no such session as {@code after} names
     */
    Uni<SessionPage> page(String channelId, SessionQuery query, @Nullable SessionCursor after, int limit) {
        return known(after).chain(() -> pageAfter(channelId, query, after, limit));
    }

    /** The page behind one of our own, whose cursor nobody else had in hand. */
    Uni<SessionPage> pageAfter(String channelId, SessionQuery query, @Nullable SessionCursor after, int limit) {
        return repository
                .sessions(channelId, query, after, limit + 1)
                .map(found -> SessionPage.of(found, limit, query));
    }

    private Uni<Void> known(@Nullable SessionCursor cursor) {
        if (cursor == null) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .session(cursor.sessionId())
                .map(found -> found.filter(session -> session.channelId().equals(cursor.channelId()))
                        .orElseThrow(() -> SessionCursor.unusable(new IllegalArgumentException("names no session"))))
                .replaceWithVoid();
    }

    /** The session, or {@link ProblemType#NOT_FOUND}. */
    Uni<SessionSummary> session(UUID sessionId) {
        return repository
                .session(sessionId)
                .map(session -> session.orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "There is no session " + sessionId + ".")
                                .fix("Take ids from the list of sessions.")));
    }

    /** What is drawn of the session. */
    Uni<SessionChart> chart(SessionSummary session) {
        return charts.stored(session.sessionId())
                .chain(stored -> stored.isPresent() && session.revision() > 0
                        ? Uni.createFrom().item(stored.get())
                        : shown(session, stored));
    }

    /** Nobody has swept the stays: the line is what was shown, and the bars are those counted with the figures. */
    private Uni<SessionChart> shown(SessionSummary session, Optional<SessionChart> stored) {
        Instant now = Instant.now();
        return charts.snapshots(session).chain(snapshots -> chat(session, stored, now)
                .map(chat -> SessionChart.shown(session, snapshots, chat, now)));
    }

    private Uni<List<ChatMinute>> chat(SessionSummary session, Optional<SessionChart> stored, Instant now) {
        if (stored.isPresent()) {
            return Uni.createFrom().item(stored.get().chat());
        }
        Instant end = session.endedAt() == null ? now.plus(CLOCKS_DIFFER) : session.endedAt();
        return charts.chatMinutes(session.channelId(), session.startedAt(), end);
    }

    /** The session in detail. */
    Uni<SessionDetail> detail(SessionSummary session) {
        return chart(session).chain(chart -> detail(session, chart));
    }

    /** The session in detail, and every minute of it. */
    Uni<SessionExport> export(SessionSummary session) {
        return chart(session).chain(chart -> detail(session, chart)
                .map(detail -> new SessionExport(detail, MinuteFigures.of(chart))));
    }

    private Uni<SessionDetail> detail(SessionSummary session, SessionChart chart) {
        return charts.encoderGaps(session.sessionId()).chain(gaps -> charts.titleChanges(session.sessionId())
                .chain(titles -> charts.presenceDifferences(session.sessionId())
                        .map(differences -> SessionDetail.of(session, chart, gaps, titles, differences))));
    }

    /** Two sessions side by side. */
    Uni<SessionComparison> compare(SessionSummary a, SessionSummary b) {
        return compared(a).chain(first -> compared(b).map(second -> SessionComparison.of(first, second)));
    }

    private Uni<ComparedSession> compared(SessionSummary session) {
        return chart(session).map(chart -> ComparedSession.of(session, chart));
    }
}
