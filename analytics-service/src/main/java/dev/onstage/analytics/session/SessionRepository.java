package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.CountDifference;
import dev.onstage.analytics.audience.ProviderCount;
import dev.onstage.analytics.audience.Stay;
import dev.onstage.analytics.audience.Stays;
import dev.onstage.analytics.audience.Window;
import dev.onstage.analytics.retention.Retention;
import dev.onstage.analytics.session.SessionMaterial.ChatBar;
import dev.onstage.analytics.session.SessionMaterial.ChatTotals;
import dev.onstage.analytics.session.SessionMaterial.GapTotals;
import dev.onstage.support.intake.SqlColumns;
import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.SqlResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collector;
import java.util.stream.IntStream;

/** Reads what a session's figures are made of, and writes the figures. */
@ApplicationScoped
class SessionRepository {

    private static final String SESSION = """
            SELECT s.*, (SELECT max(earlier.ended_at) FROM stream_sessions earlier
                         WHERE earlier.channel_id = s.channel_id AND earlier.started_at < s.started_at)
                        AS previous_ended_at
            FROM stream_sessions s
            WHERE s.session_id = $1""";

    /** Skipped when another instance is at it: that one sees the same. */
    private static final String LOCK_DUE =
            SESSION + " AND s.ended_at IS NOT NULL AND s.summary_due_at <= now() FOR UPDATE OF s SKIP LOCKED";

    private static final String DUE = """
            SELECT session_id FROM stream_sessions WHERE summary_due_at <= now()
            ORDER BY summary_due_at LIMIT 100""";

    private static final String POSTPONE = """
            UPDATE stream_sessions SET summary_due_at = now() + make_interval(secs => $2)
            WHERE session_id = $1""";

    private static final String STAMP_DUE = """
            SELECT session_id FROM stream_sessions
            WHERE ended_at IS NULL AND (stamped_at IS NULL OR stamped_at <= now() - make_interval(secs => $1))""";

    private static final String STAYS = """
            SELECT user_session_id, user_id, joined_at, over_at, webhook_seen, reconcile_seen
            FROM presence
            WHERE channel_id = $1 AND joined_at < $3 AND (over_at >= $2 OR over_at IS NULL)
              AND joined_on BETWEEN $4 AND $5""";

    /** No row outlives its turn: a large stream has hundreds of thousands. */
    private static final Collector<io.vertx.sqlclient.Row, Stays.Builder, Stays> STAY_BY_STAY = Collector.of(
            Stays.Builder::new, (stays, row) -> stays.add(stay(row)), Stays.Builder::addAll, Stays.Builder::build);

    private static final String COUNTS = """
            SELECT observed_at, identified, anonymous
            FROM participant_counts
            WHERE channel_id = $1 AND observed_at >= $2 AND observed_at < $3""";

    private static final String CHAT = """
            WITH by_minute AS (
                SELECT date_trunc('minute', sent_at, 'UTC') AS minute,
                       count(*) FILTER (WHERE NOT gone)::integer AS messages,
                       count(*) FILTER (WHERE gone AND user_id IS NOT NULL) AS deleted
                FROM chat_messages
                WHERE channel_id = $1 AND sent_at >= $2 AND sent_at < $3 AND sent_on BETWEEN $4 AND $5
                GROUP BY 1
            ), authors AS (
                SELECT DISTINCT user_id
                FROM chat_messages
                WHERE channel_id = $1 AND sent_at >= $2 AND sent_at < $3 AND sent_on BETWEEN $4 AND $5
                  AND NOT gone AND user_id IS NOT NULL
            )
            SELECT coalesce(array_agg(minute ORDER BY minute) FILTER (WHERE messages > 0), '{}') AS minutes,
                   coalesce(array_agg(messages ORDER BY minute) FILTER (WHERE messages > 0), '{}') AS messages,
                   coalesce(sum(deleted), 0)::integer AS deleted,
                   (SELECT count(*)::integer FROM authors) AS chatters
            FROM by_minute""";

    private static final String GAPS = """
            SELECT count(*)::integer AS gaps,
                   coalesce(floor(extract(epoch FROM sum(
                       least(coalesce(back_at, $3), $3) - greatest(lost_at, $2)))), 0)::bigint AS seconds
            FROM encoder_gaps
            WHERE session_id = $1 AND lost_at < $3 AND coalesce(back_at, $3) > $2""";

    private static final String FIGURES = """
            UPDATE stream_sessions SET duration_seconds = $2, total_minutes = $3, peak_viewers = $4,
                   average_viewers = $5, unique_viewers = $6, watch_minutes = $7, chat_messages = $8, chatters = $9,
                   presence_complete = $10, chat_complete = $11, deleted_messages = $12, encoder_gap_count = $13,
                   encoder_gap_seconds = $14""";

    /**
     * Only by the holder of the lease, and never over what was computed of a session that closed meanwhile. The chat bars come
     * along: whoever looks at a live session does not count its messages. Its line is what was shown.
     */
    private static final String STAMP = "WITH stamped AS (" + FIGURES + """
            , viewer_correction = $15, stamped_at = now()
            WHERE session_id = $1 AND ended_at IS NULL
              AND EXISTS (SELECT FROM leases WHERE name = $16 AND token = $17 AND held_until > clock_timestamp())
            RETURNING session_id)
            INSERT INTO session_charts AS c (session_id, line_at, line_viewers, minutes, minute_peaks, minute_averages,
                                             chat_minutes, chat_messages)
            SELECT session_id, '{}', '{}', '{}', '{}', '{}', $18, $19 FROM stamped
            ON CONFLICT (session_id) DO UPDATE SET
                chat_minutes = excluded.chat_minutes,
                chat_messages = excluded.chat_messages
            WHERE (c.chat_minutes, c.chat_messages) IS DISTINCT FROM (excluded.chat_minutes, excluded.chat_messages)""";

    private static final String DIFFERENCE = """
            INSERT INTO presence_differences (session_id, observed_at, counted, known) VALUES ($1, $2, $3, $4)
            ON CONFLICT (session_id, observed_at) DO NOTHING""";

    /** The first summary is followed by one more, for what was in flight while the session closed. */
    private static final String SUMMARY = FIGURES + """
            , revision = $15, summarised_at = now(), viewer_correction = 0,
            summary_due_at = CASE WHEN summarised_at IS NULL THEN now() + make_interval(secs => $16) END
            WHERE session_id = $1""";

    Uni<Optional<StreamSession>> find(SqlClient client, UUID sessionId) {
        return client.preparedQuery(SESSION).execute(Tuple.of(sessionId)).map(SessionRepository::first);
    }

    /** Locks a session whose summary is due; empty when it is not, or when somebody else has it. */
    Uni<Optional<StreamSession>> lockDue(SqlClient tx, UUID sessionId) {
        return tx.preparedQuery(LOCK_DUE).execute(Tuple.of(sessionId)).map(SessionRepository::first);
    }

    Uni<List<UUID>> summariesDue(SqlClient client) {
        return client.preparedQuery(DUE).execute().map(SessionRepository::ids);
    }

    Uni<List<UUID>> stampsDue(SqlClient client, Duration age) {
        return client.preparedQuery(STAMP_DUE)
                .execute(Tuple.of(age.toMillis() / 1000.0))
                .map(SessionRepository::ids);
    }

    Uni<Void> postpone(SqlClient client, UUID sessionId, Duration by) {
        return client.preparedQuery(POSTPONE)
                .execute(Tuple.of(sessionId, by.toMillis() / 1000.0))
                .replaceWithVoid();
    }

    /** Every stay that touches the window and began within {@link Stay#LONGEST} before it, the broadcaster's too. */
    Uni<Stays> stays(SqlClient client, String channelId, Window window) {
        Tuple where = within(channelId, window)
                .addLocalDate(Retention.dayOf(window.from().minus(Stay.LONGEST)))
                .addLocalDate(Retention.dayOf(window.to()));
        // Mutiny's client has no way to collect rows.
        return UniHelper.toUni(client.getDelegate()
                        .preparedQuery(STAYS)
                        .collecting(STAY_BY_STAY)
                        .execute(where.getDelegate()))
                .map(SqlResult::value);
    }

    private static Stay stay(io.vertx.sqlclient.Row row) {
        OffsetDateTime leftAt = row.getOffsetDateTime("over_at");
        return new Stay(
                row.getString("user_session_id"),
                row.getString("user_id"),
                row.getOffsetDateTime("joined_at").toInstant(),
                leftAt == null ? null : leftAt.toInstant(),
                row.getBoolean("webhook_seen"),
                row.getBoolean("reconcile_seen"));
    }

    Uni<List<ProviderCount>> counts(SqlClient client, String channelId, Window window) {
        return client.preparedQuery(COUNTS).execute(within(channelId, window)).map(rows -> {
            List<ProviderCount> counts = new ArrayList<>(rows.size());
            rows.forEach(row -> counts.add(new ProviderCount(
                    SqlColumns.instant(row, "observed_at"),
                    row.getInteger("identified"),
                    row.getInteger("anonymous"))));
            return counts;
        });
    }

    Uni<ChatTotals> chat(SqlClient client, String channelId, Window window) {
        Tuple where = within(channelId, window)
                .addLocalDate(Retention.dayOf(window.from()))
                .addLocalDate(Retention.dayOf(window.to()));
        return client.preparedQuery(CHAT)
                .execute(where)
                .map(rows -> rows.iterator().next())
                .map(row -> new ChatTotals(chatBars(row), row.getInteger("chatters"), row.getInteger("deleted")));
    }

    private static List<ChatBar> chatBars(Row row) {
        OffsetDateTime[] minutes = row.getArrayOfOffsetDateTimes("minutes");
        Integer[] messages = row.getArrayOfIntegers("messages");
        return IntStream.range(0, minutes.length)
                .mapToObj(i -> new ChatBar(minutes[i].toInstant(), messages[i]))
                .toList();
    }

    Uni<GapTotals> gaps(SqlClient client, UUID sessionId, Window window) {
        return client.preparedQuery(GAPS)
                .execute(Tuple.of(sessionId, SqlColumns.time(window.from()), SqlColumns.time(window.to())))
                .map(rows -> rows.iterator().next())
                .map(row -> new GapTotals(row.getInteger("gaps"), row.getLong("seconds")));
    }

    /** Remembers by what a live number was corrected; each count once. */
    Uni<Void> record(SqlClient client, UUID sessionId, CountDifference difference) {
        return client.preparedQuery(DIFFERENCE)
                .execute(Tuple.of(
                        sessionId, SqlColumns.time(difference.observedAt()), difference.counted(), difference.known()))
                .replaceWithVoid();
    }

    Uni<Void> stamp(SqlClient client, UUID sessionId, SessionMeasurement measured, LeaseToken lease) {
        Tuple row = figures(sessionId, measured.figures())
                .addInteger(measured.viewerCorrection())
                .addString(lease.name())
                .addLong(lease.fence())
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(measured.chat(), OffsetDateTime.class, bar -> SqlColumns.time(bar.minute())))
                .addArrayOfInteger(SqlColumns.of(measured.chat(), Integer.class, ChatBar::messages));
        return client.preparedQuery(STAMP).execute(row).replaceWithVoid();
    }

    Uni<Void> summarise(SqlClient tx, UUID sessionId, SessionFigures figures, long revision, Duration untilRecomputed) {
        Tuple row = figures(sessionId, figures).addLong(revision).addDouble(untilRecomputed.toMillis() / 1000.0);
        return tx.preparedQuery(SUMMARY).execute(row).replaceWithVoid();
    }

    private static Tuple within(String channelId, Window window) {
        return Tuple.of(channelId, SqlColumns.time(window.from()), SqlColumns.time(window.to()));
    }

    private static Tuple figures(UUID sessionId, SessionFigures figures) {
        return Tuple.tuple()
                .addUUID(sessionId)
                .addLong(figures.durationSeconds())
                .addLong(figures.totalMinutes())
                .addInteger(figures.peakViewers())
                .addDouble(figures.averageViewers())
                .addInteger(figures.uniqueViewers())
                .addLong(figures.watchMinutes())
                .addInteger(figures.chatMessages())
                .addInteger(figures.chatters())
                .addBoolean(figures.presenceComplete())
                .addBoolean(figures.chatComplete())
                .addInteger(figures.deletedMessages())
                .addInteger(figures.encoderGapCount())
                .addLong(figures.encoderGapSeconds());
    }

    private static List<UUID> ids(RowSet<Row> rows) {
        List<UUID> ids = new ArrayList<>(rows.size());
        rows.forEach(row -> ids.add(row.getUUID("session_id")));
        return ids;
    }

    private static Optional<StreamSession> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(session(row));
        }
        return Optional.empty();
    }

    private static StreamSession session(Row row) {
        return new StreamSession(
                row.getUUID("session_id"),
                row.getString("channel_id"),
                row.getLong("epoch"),
                row.getString("broadcaster_user_id"),
                SqlColumns.instant(row, "started_at"),
                SqlColumns.instantOrNull(row, "ended_at"),
                SqlColumns.instantOrNull(row, "previous_ended_at"),
                row.getLong("revision"),
                new SessionFigures(
                        row.getLong("duration_seconds"),
                        row.getLong("total_minutes"),
                        row.getInteger("peak_viewers"),
                        row.getDouble("average_viewers"),
                        row.getInteger("unique_viewers"),
                        row.getLong("watch_minutes"),
                        row.getInteger("chat_messages"),
                        row.getInteger("chatters"),
                        row.getInteger("deleted_messages"),
                        row.getInteger("encoder_gap_count"),
                        row.getLong("encoder_gap_seconds"),
                        row.getBoolean("presence_complete"),
                        row.getBoolean("chat_complete")));
    }
}
