package dev.onstage.analytics.stats;

import dev.onstage.analytics.stats.CsvRows.Column;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and minutes to take away. Sessions are read a page at a time, each when the reader wants it, without a transaction
 * or a connection held in between: a slow reader costs a page of memory.
 */
@ApplicationScoped
class StatsExport {

    private static final int PAGE = 200;

    private static final CsvRows<SessionSummary> SESSIONS = new CsvRows<>(List.of(
            new Column<>("sessionId", SessionSummary::sessionId),
            new Column<>("channelId", SessionSummary::channelId),
            new Column<>("title", SessionSummary::title),
            new Column<>("startedAt", SessionSummary::startedAt),
            new Column<>("endedAt", SessionSummary::endedAt),
            new Column<>("durationSeconds", SessionSummary::durationSeconds),
            new Column<>("totalMinutes", SessionSummary::totalMinutes),
            new Column<>("peakViewers", SessionSummary::peakViewers),
            new Column<>("averageViewers", SessionSummary::averageViewers),
            new Column<>("uniqueViewers", SessionSummary::uniqueViewers),
            new Column<>("watchMinutes", SessionSummary::watchMinutes),
            new Column<>("chatMessages", SessionSummary::chatMessages),
            new Column<>("chatters", SessionSummary::chatters),
            new Column<>("deletedMessages", SessionSummary::deletedMessages),
            new Column<>("encoderGapCount", SessionSummary::encoderGapCount),
            new Column<>("encoderGapSeconds", SessionSummary::encoderGapSeconds),
            new Column<>("endReason", SessionSummary::endReason),
            new Column<>("revision", SessionSummary::revision),
            new Column<>("presenceComplete", SessionSummary::presenceComplete),
            new Column<>("chatComplete", SessionSummary::chatComplete)));

    private static final CsvRows<MinuteFigures> MINUTES = new CsvRows<>(List.of(
            new Column<>("minute", MinuteFigures::minute),
            new Column<>("peakViewers", MinuteFigures::peakViewers),
            new Column<>("averageViewers", MinuteFigures::averageViewers),
            new Column<>("chatMessages", MinuteFigures::chatMessages)));

    private final StatsService service;

    StatsExport(StatsService service) {
        this.service = service;
    }

    /** The first page, read before anything is answered: what is wrong with the database is said with a status. */
    Uni<SessionPage> begin(String channelId, SessionQuery query) {
        return service.page(channelId, query, null, PAGE);
    }

    /**
     * All sessions from that first page on.
     *
     * @param login whether the reader's login holds, asked before each further page; the export fails when it does not
     */
    Multi<SessionSummary> sessions(
            String channelId, SessionQuery query, SessionPage first, Supplier<Uni<Boolean>> login) {
        return pages(channelId, query, first, login).onItem().transformToMultiAndConcatenate(page -> Multi.createFrom()
                .iterable(page.sessions()));
    }

    /** The same as CSV, a page of rows to each item. */
    Multi<String> sessionsCsv(String channelId, SessionQuery query, SessionPage first, Supplier<Uni<Boolean>> login) {
        Multi<String> rows = pages(channelId, query, first, login).map(page -> SESSIONS.lines(page.sessions()));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(SESSIONS.header()), rows);
    }

    /** The minutes of a session as CSV. */
    String minutesCsv(List<MinuteFigures> minutes) {
        return MINUTES.header() + MINUTES.lines(minutes);
    }

    private Multi<SessionPage> pages(
            String channelId, SessionQuery query, SessionPage first, Supplier<Uni<Boolean>> login) {
        Multi<SessionPage> begun = Multi.createFrom().item(first);
        String next = first.next();
        return next == null
                ? begun
                : Multi.createBy().concatenating().streams(begun, pagesFrom(channelId, query, next, login));
    }

    private Multi<SessionPage> pagesFrom(
            String channelId, SessionQuery query, String cursor, Supplier<Uni<Boolean>> login) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new AtomicReference<@Nullable String>(cursor), position -> login.get()
                        .invoke(StatsExport::requireLogin)
                        .chain(() -> service.pageAfter(
                                channelId, query, SessionCursor.decode(position.get(), channelId, query), PAGE))
                        .invoke(page -> position.set(page.next())))
                .whilst(page -> page.next() != null);
    }

    private static void requireLogin(boolean holds) {
        if (!holds) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The login has ended during the export.")
                    .fix("Sign in and export again.");
        }
    }
}
