package dev.onstage.analytics.stats;

import dev.onstage.support.intake.SqlColumns;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Rows of the read API as what they stand for. */
final class SessionRows {

    private SessionRows() {}

    static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(mapping.apply(row)));
        return list;
    }

    /** A whole row of {@code stream_sessions}. */
    static SessionSummary summary(Row row) {
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
                row.getInteger("deleted_messages"),
                row.getInteger("encoder_gap_count"),
                row.getLong("encoder_gap_seconds"),
                row.getString("end_reason"),
                row.getLong("revision"),
                row.getBoolean("presence_complete"),
                row.getBoolean("chat_complete"));
    }

    /** The columns that {@link OverviewRepository#SUMS} names. */
    static FigureSum sum(Row row) {
        return new FigureSum(
                row.getInteger("sessions"),
                row.getLong("total_minutes"),
                row.getLong("duration_seconds"),
                row.getDouble("viewer_seconds"),
                row.getLong("watch_minutes"),
                row.getLong("chat_messages"),
                row.getInteger("peak_viewers"));
    }
}
