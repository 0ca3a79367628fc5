package dev.onstage.analytics.stats;

import dev.onstage.analytics.audience.ViewerPoint;
import dev.onstage.analytics.stats.SessionDetail.ChatMinute;
import dev.onstage.analytics.stats.SessionDetail.EncoderGap;
import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The queries of the read API. */
@ApplicationScoped
class StatsRepository {

    private static final String SESSIONS_SINCE = """
            SELECT * FROM stream_sessions
            WHERE channel_id = $1 AND started_at >= now() - make_interval(days => $2)
            ORDER BY started_at DESC""";

    private static final String SESSION = "SELECT * FROM stream_sessions WHERE session_id = $1";

    private static final String SNAPSHOTS =
            "SELECT at, viewers FROM viewer_snapshots WHERE session_id = $1 ORDER BY at";

    private static final String CHAT_MINUTES = """
            SELECT date_trunc('minute', m.sent_at, 'UTC') AS minute, count(*)::integer AS messages
            FROM stream_sessions s
            JOIN chat_messages m ON m.channel_id = s.channel_id
                AND m.sent_at >= s.started_at AND m.sent_at < coalesce(s.ended_at, 'infinity')
            WHERE s.session_id = $1 AND m.deleted_at IS NULL
            GROUP BY 1 ORDER BY 1""";

    private static final String ENCODER_GAPS = """
            SELECT g.lost_at, coalesce(g.back_at, s.ended_at) AS until
            FROM encoder_gaps g JOIN stream_sessions s USING (session_id)
            WHERE g.session_id = $1 ORDER BY g.lost_at""";

    private final Pool pool;

    StatsRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<List<SessionSummary>> sessionsSince(String channelId, int days) {
        return pool.preparedQuery(SESSIONS_SINCE)
                .execute(Tuple.of(channelId, days))
                .map(rows -> list(rows, StatsRepository::summary));
    }

    Uni<Optional<SessionSummary>> session(UUID sessionId) {
        return pool.preparedQuery(SESSION)
                .execute(Tuple.of(sessionId))
                .map(rows -> list(rows, StatsRepository::summary).stream().findFirst());
    }

    Uni<List<ViewerPoint>> snapshots(UUID sessionId) {
        return pool.preparedQuery(SNAPSHOTS)
                .execute(Tuple.of(sessionId))
                .map(rows ->
                        list(rows, row -> new ViewerPoint(SqlColumns.instant(row, "at"), row.getInteger("viewers"))));
    }

    Uni<List<ChatMinute>> chatMinutes(UUID sessionId) {
        return pool.preparedQuery(CHAT_MINUTES)
                .execute(Tuple.of(sessionId))
                .map(rows -> list(
                        rows, row -> new ChatMinute(SqlColumns.instant(row, "minute"), row.getInteger("messages"))));
    }

    Uni<List<EncoderGap>> encoderGaps(UUID sessionId) {
        return pool.preparedQuery(ENCODER_GAPS)
                .execute(Tuple.of(sessionId))
                .map(rows -> list(
                        rows,
                        row -> new EncoderGap(
                                SqlColumns.instant(row, "lost_at"), SqlColumns.instantOrNull(row, "until"))));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(mapping.apply(row)));
        return list;
    }

    private static SessionSummary summary(Row row) {
        return new SessionSummary(
                row.getUUID("session_id"),
                row.getString("channel_id"),
                row.getString("title"),
                SqlColumns.instant(row, "started_at"),
                SqlColumns.instantOrNull(row, "ended_at"),
                row.getOffsetDateTime("ended_at") == null,
                row.getLong("total_minutes"),
                row.getLong("duration_seconds"),
                row.getInteger("peak_viewers"),
                row.getDouble("average_viewers"),
                row.getInteger("unique_viewers"),
                row.getLong("watch_minutes"),
                row.getInteger("current_viewers"),
                row.getInteger("chat_messages"),
                row.getInteger("chatters"),
                row.getString("end_reason"),
                row.getLong("revision"),
                row.getBoolean("presence_complete"),
                row.getBoolean("chat_complete"));
    }
}
