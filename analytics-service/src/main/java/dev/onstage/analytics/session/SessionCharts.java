package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.ViewerMinute;
import dev.onstage.analytics.audience.ViewerPoint;
import dev.onstage.analytics.session.SessionMaterial.ChatBar;
import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What the pages draw of a closed session: computed once with its figures, so that nobody who looks at it pays for a sweep
 * over 100,000 stays, and so that it outlives the stays.
 */
@ApplicationScoped
class SessionCharts {

    /** More than a chart has pixels. */
    private static final int LINE_POINTS = 1_000;

    private static final String STORE = """
            INSERT INTO session_charts AS c (session_id, line_at, line_viewers, minutes, minute_peaks, minute_averages,
                                             chat_minutes, chat_messages)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (session_id) DO UPDATE SET
                line_at = excluded.line_at,
                line_viewers = excluded.line_viewers,
                minutes = excluded.minutes,
                minute_peaks = excluded.minute_peaks,
                minute_averages = excluded.minute_averages,
                chat_minutes = excluded.chat_minutes,
                chat_messages = excluded.chat_messages""";

    /** Stores the charts of the session instead of those there were. */
    Uni<Void> store(SqlClient tx, UUID sessionId, SessionMeasurement measured) {
        List<ViewerPoint> line = measured.audience().line(LINE_POINTS);
        List<ViewerMinute> minutes = measured.audience().minutes();
        List<ChatBar> bars = measured.chat();
        Tuple row = Tuple.tuple()
                .addUUID(sessionId)
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(line, OffsetDateTime.class, point -> SqlColumns.time(point.at())))
                .addArrayOfInteger(SqlColumns.of(line, Integer.class, ViewerPoint::count))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(minutes, OffsetDateTime.class, minute -> SqlColumns.time(minute.minute())))
                .addArrayOfInteger(SqlColumns.of(minutes, Integer.class, ViewerMinute::peak))
                .addArrayOfDouble(SqlColumns.of(minutes, Double.class, ViewerMinute::average))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(bars, OffsetDateTime.class, bar -> SqlColumns.time(bar.minute())))
                .addArrayOfInteger(SqlColumns.of(bars, Integer.class, ChatBar::messages));
        return tx.preparedQuery(STORE).execute(row).replaceWithVoid();
    }
}
