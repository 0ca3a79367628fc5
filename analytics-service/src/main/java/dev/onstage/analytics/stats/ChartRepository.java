package dev.onstage.analytics.stats;

import dev.onstage.analytics.audience.ViewerMinute;
import dev.onstage.analytics.audience.ViewerPoint;
import dev.onstage.analytics.stats.SessionDetail.ChatMinute;
import dev.onstage.analytics.stats.SessionDetail.EncoderGap;
import dev.onstage.analytics.stats.SessionDetail.PresenceDifference;
import dev.onstage.analytics.stats.SessionDetail.TitleChange;
import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What happened in the course of a session. */
@ApplicationScoped
class ChartRepository {

    private static final String STORED = "SELECT * FROM session_charts WHERE session_id = $1";

    /** The second bound is for the partitions: our clock may be a little behind the provider's. */
    private static final String SNAPSHOTS = """
            SELECT at, viewers FROM viewer_snapshots
            WHERE session_id = $1 AND at >= $2::timestamptz - interval '1 minute' ORDER BY at""";

    /** The dates say the same as the times, to the partitions. */
    private static final String CHAT_MINUTES = """
            SELECT date_trunc('minute', sent_at, 'UTC') AS minute, count(*)::integer AS messages
            FROM chat_messages
            WHERE channel_id = $1 AND sent_at >= $2 AND sent_at < $3 AND sent_on >= $4 AND sent_on <= $5
              AND NOT gone
            GROUP BY 1 ORDER BY 1""";

    private static final String LATEST_CHAT_MINUTES = """
            SELECT s.session_id, date_trunc('minute', m.sent_at, 'UTC') AS minute, count(*)::integer AS messages
            FROM stream_sessions s
            JOIN chat_messages m ON m.channel_id = s.channel_id
                AND m.sent_at >= greatest(s.started_at, date_trunc('minute', now(), 'UTC') - interval '1 minute')
                AND m.sent_on >= ((now() - interval '2 minutes') AT TIME ZONE 'UTC')::date
            WHERE s.session_id = ANY($1) AND NOT m.gone
            GROUP BY 1, 2 ORDER BY 1, 2""";

    /** Cut at the edges of the session, as the figures of it are; open while the session is live. */
    private static final String ENCODER_GAPS = """
            SELECT greatest(g.lost_at, s.started_at) AS since, least(g.back_at, s.ended_at) AS until
            FROM encoder_gaps g JOIN stream_sessions s USING (session_id)
            WHERE g.session_id = $1 AND g.lost_at < coalesce(s.ended_at, 'infinity')
              AND coalesce(g.back_at, 'infinity') > s.started_at
            ORDER BY g.lost_at""";

    private static final String TITLE_CHANGES = """
            SELECT t.changed_at, t.title
            FROM stream_sessions s
            JOIN title_changes t ON t.channel_id = s.channel_id
                AND t.changed_at >= s.started_at AND t.changed_at < coalesce(s.ended_at, 'infinity')
            WHERE s.session_id = $1 ORDER BY t.seq""";

    private static final String PRESENCE_DIFFERENCES = """
            SELECT * FROM (
                SELECT observed_at, counted, known FROM presence_differences
                WHERE session_id = $1 ORDER BY observed_at DESC LIMIT 100) AS last
            ORDER BY observed_at""";

    private final Pool pool;

    ChartRepository(Pool pool) {
        this.pool = pool;
    }

    /** The chart of the session, of a live one only its chat; empty until it was measured. */
    Uni<Optional<SessionChart>> stored(UUID sessionId) {
        return pool.preparedQuery(STORED)
                .execute(Tuple.of(sessionId))
                .map(rows ->
                        SessionRows.list(rows, ChartRepository::chart).stream().findFirst());
    }

    /** The viewers as they were shown while live, ascending. */
    Uni<List<ViewerPoint>> snapshots(SessionSummary session) {
        return pool.preparedQuery(SNAPSHOTS)
                .execute(Tuple.of(session.sessionId(), SqlColumns.time(session.startedAt())))
                .map(rows -> SessionRows.list(
                        rows, row -> new ViewerPoint(SqlColumns.instant(row, "at"), row.getInteger("viewers"))));
    }

    /** The messages of a channel from one moment to before another: of a session that was not measured yet. */
    Uni<List<ChatMinute>> chatMinutes(String channelId, Instant from, Instant to) {
        Tuple row = Tuple.of(channelId)
                .addOffsetDateTime(SqlColumns.time(from))
                .addOffsetDateTime(SqlColumns.time(to))
                .addLocalDate(SqlColumns.time(from).toLocalDate())
                .addLocalDate(SqlColumns.time(to).toLocalDate());
        return pool.preparedQuery(CHAT_MINUTES)
                .execute(row)
                .map(rows -> SessionRows.list(rows, ChartRepository::chatMinute));
    }

    /** This minute and the one before it, by session. */
    Uni<Map<UUID, List<ChatMinute>>> latestChatMinutes(Collection<UUID> sessionIds) {
        return pool.preparedQuery(LATEST_CHAT_MINUTES)
                .execute(Tuple.tuple().addArrayOfUUID(sessionIds.toArray(UUID[]::new)))
                .map(rows -> SessionRows.list(rows, row -> Map.entry(row.getUUID("session_id"), chatMinute(row))))
                .map(minutes -> minutes.stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableList()))));
    }

    Uni<List<EncoderGap>> encoderGaps(UUID sessionId) {
        return pool.preparedQuery(ENCODER_GAPS)
                .execute(Tuple.of(sessionId))
                .map(rows -> SessionRows.list(
                        rows,
                        row -> new EncoderGap(
                                SqlColumns.instant(row, "since"), SqlColumns.instantOrNull(row, "until"))));
    }

    /** Titles announced during the session, in the order they were; one may repeat the one before it. */
    Uni<List<TitleChange>> titleChanges(UUID sessionId) {
        return pool.preparedQuery(TITLE_CHANGES)
                .execute(Tuple.of(sessionId))
                .map(rows -> SessionRows.list(
                        rows, row -> new TitleChange(SqlColumns.instant(row, "changed_at"), row.getString("title"))));
    }

    /** The last ones, ascending. */
    Uni<List<PresenceDifference>> presenceDifferences(UUID sessionId) {
        return pool.preparedQuery(PRESENCE_DIFFERENCES)
                .execute(Tuple.of(sessionId))
                .map(rows -> SessionRows.list(
                        rows,
                        row -> new PresenceDifference(
                                SqlColumns.instant(row, "observed_at"),
                                row.getInteger("counted"),
                                row.getInteger("known"))));
    }

    private static ChatMinute chatMinute(Row row) {
        return new ChatMinute(SqlColumns.instant(row, "minute"), row.getInteger("messages"));
    }

    private static SessionChart chart(Row row) {
        OffsetDateTime[] lineAt = row.getArrayOfOffsetDateTimes("line_at");
        Integer[] lineViewers = row.getArrayOfIntegers("line_viewers");
        OffsetDateTime[] minutes = row.getArrayOfOffsetDateTimes("minutes");
        Integer[] peaks = row.getArrayOfIntegers("minute_peaks");
        Double[] averages = row.getArrayOfDoubles("minute_averages");
        OffsetDateTime[] chatMinutes = row.getArrayOfOffsetDateTimes("chat_minutes");
        Integer[] chatMessages = row.getArrayOfIntegers("chat_messages");
        return new SessionChart(
                each(lineAt, i -> new ViewerPoint(instant(lineAt[i]), lineViewers[i])),
                each(minutes, i -> new ViewerMinute(instant(minutes[i]), peaks[i], averages[i])),
                each(chatMinutes, i -> new ChatMinute(instant(chatMinutes[i]), chatMessages[i])));
    }

    private static <T> List<T> each(OffsetDateTime[] times, IntFunction<T> mapping) {
        return IntStream.range(0, times.length).mapToObj(mapping).toList();
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
