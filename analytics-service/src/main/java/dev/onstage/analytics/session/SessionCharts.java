package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.Audience;
import dev.onstage.analytics.audience.ViewerMinute;
import dev.onstage.analytics.audience.ViewerPoint;
import dev.onstage.analytics.audience.Window;
import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What the pages draw of a closed session: computed once with its figures, so that nobody who looks at it pays for a sweep
 * over 100,000 stays, and so that it outlives the stays.
 */
@ApplicationScoped
class SessionCharts {

    /** More than a chart has pixels. */
    private static final int LINE_POINTS = 1_000;

    /** The dates say the same as the times, to the partitions. */
    private static final String STORE = """
            WITH chat AS (
                SELECT date_trunc('minute', sent_at, 'UTC') AS minute, count(*)::integer AS messages
                FROM chat_messages
                WHERE channel_id = $2 AND sent_at >= $3 AND sent_at < $4 AND sent_on >= $10 AND sent_on <= $11
                  AND deleted_at IS NULL
                GROUP BY 1
            )
            INSERT INTO session_charts AS c (session_id, line_at, line_viewers, minutes, minute_peaks, minute_averages,
                                             chat_minutes, chat_messages)
            SELECT $1, $5, $6, $7, $8, $9,
                   coalesce(array_agg(minute ORDER BY minute), '{}'), coalesce(array_agg(messages ORDER BY minute), '{}')
            FROM chat
            ON CONFLICT (session_id) DO UPDATE SET
                line_at = excluded.line_at,
                line_viewers = excluded.line_viewers,
                minutes = excluded.minutes,
                minute_peaks = excluded.minute_peaks,
                minute_averages = excluded.minute_averages,
                chat_minutes = excluded.chat_minutes,
                chat_messages = excluded.chat_messages""";

    /** Stores the charts of the session instead of those there were. */
    Uni<Void> store(SqlClient tx, StreamSession session, Window window, Audience audience) {
        List<ViewerPoint> line = audience.line(LINE_POINTS);
        List<ViewerMinute> minutes = audience.minutes();
        Tuple row = Tuple.tuple()
                .addUUID(session.sessionId())
                .addString(session.channelId())
                .addOffsetDateTime(SqlColumns.time(window.from()))
                .addOffsetDateTime(SqlColumns.time(window.to()))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(line, OffsetDateTime.class, point -> SqlColumns.time(point.at())))
                .addArrayOfInteger(SqlColumns.of(line, Integer.class, ViewerPoint::count))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(minutes, OffsetDateTime.class, minute -> SqlColumns.time(minute.minute())))
                .addArrayOfInteger(SqlColumns.of(minutes, Integer.class, ViewerMinute::peak))
                .addArrayOfDouble(SqlColumns.of(minutes, Double.class, ViewerMinute::average))
                .addLocalDate(SqlColumns.time(window.from()).toLocalDate())
                .addLocalDate(SqlColumns.time(window.to()).toLocalDate());
        return tx.preparedQuery(STORE).execute(row).replaceWithVoid();
    }
}
