package dev.onstage.analytics.session;

import dev.onstage.analytics.session.LifecycleBatch.ChannelRow;
import dev.onstage.analytics.session.LifecycleBatch.GapRow;
import dev.onstage.analytics.session.LifecycleBatch.Return;
import dev.onstage.analytics.session.LifecycleBatch.SessionRow;
import dev.onstage.analytics.session.LifecycleBatch.TitleRow;
import dev.onstage.events.EndReason;
import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a folded batch of lifecycle events, one statement per table. */
@ApplicationScoped
class LifecycleRepository {

    private static final String ADVANCE = """
            WITH incoming AS (
                SELECT * FROM unnest($2::text[], $3::bigint[]) AS t(key, position)
            ), previous AS (
                SELECT p.record_key AS key, p.position FROM inbox_positions p
                WHERE p.consumer = $1 AND p.record_key = ANY($2::text[])
            ), advanced AS (
                INSERT INTO inbox_positions AS p (consumer, record_key, position)
                SELECT $1, key, position FROM incoming
                ON CONFLICT (consumer, record_key) DO UPDATE SET
                    position = greatest(p.position, excluded.position), applied_at = now()
            )
            SELECT key, position FROM previous""";

    /** The titles are compared with what the channels were called before this statement. */
    private static final String MERGE_CHANNELS = """
            WITH announced AS (
                SELECT * FROM unnest($9::text[], $10::bigint[], $11::timestamptz[], $12::text[], $13::boolean[])
                    AS t(channel_id, seq, changed_at, title, first)
            ), titled AS (
                INSERT INTO title_changes (channel_id, seq, changed_at, title)
                SELECT t.channel_id, t.seq, t.changed_at, t.title
                FROM announced t LEFT JOIN channels known USING (channel_id)
                WHERE NOT t.first OR known.title IS DISTINCT FROM t.title
                ON CONFLICT (channel_id, seq) DO NOTHING
            )
            INSERT INTO channels AS c (channel_id, seq, title, broadcaster_name, broadcaster_user_id,
                                       call_cid, chat_channel_cid, time_zone)
            SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[],
                                 $6::text[], $7::text[], $8::text[])
            ON CONFLICT (channel_id) DO UPDATE SET
                seq = excluded.seq,
                title = excluded.title,
                broadcaster_name = excluded.broadcaster_name,
                broadcaster_user_id = excluded.broadcaster_user_id,
                call_cid = excluded.call_cid,
                chat_channel_cid = coalesce(excluded.chat_channel_cid, c.chat_channel_cid),
                time_zone = coalesce(excluded.time_zone, c.time_zone)
            WHERE excluded.seq > c.seq""";

    private static final String MERGE_SESSIONS = """
            INSERT INTO stream_sessions AS s (session_id, channel_id, epoch, title, broadcaster_user_id, started_at,
                                              ended_at, end_reason, duration_seconds, total_minutes, summary_due_at)
            SELECT t.session_id, t.channel_id, t.epoch, coalesce(t.title, c.title, t.channel_id),
                   coalesce(t.broadcaster_user_id, c.broadcaster_user_id), t.started_at,
                   t.ended_at, t.end_reason, t.duration_seconds, t.total_minutes,
                   CASE WHEN t.ended_at IS NULL THEN NULL ELSE now() END
            FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[],
                        $7::timestamptz[], $8::text[], $9::bigint[], $10::bigint[])
                AS t(session_id, channel_id, epoch, title, broadcaster_user_id, started_at,
                     ended_at, end_reason, duration_seconds, total_minutes)
            LEFT JOIN channels c ON c.channel_id = t.channel_id
            ON CONFLICT (session_id) DO UPDATE SET
                ended_at = excluded.ended_at,
                end_reason = excluded.end_reason,
                duration_seconds = excluded.duration_seconds,
                total_minutes = excluded.total_minutes,
                summary_due_at = excluded.summary_due_at,
                current_viewers = 0,
                viewers_version = s.viewers_version + 1
            WHERE s.ended_at IS NULL AND excluded.ended_at IS NOT NULL""";

    private static final String MERGE_GAPS = """
            WITH closed AS (
                UPDATE encoder_gaps g SET back_at = t.back_at
                FROM unnest($1::uuid[], $2::timestamptz[]) AS t(session_id, back_at)
                WHERE g.session_id = t.session_id AND g.back_at IS NULL AND g.lost_at <= t.back_at
            )
            INSERT INTO encoder_gaps AS g (session_id, lost_at, back_at)
            SELECT * FROM unnest($3::uuid[], $4::timestamptz[], $5::timestamptz[])
            ON CONFLICT (session_id, lost_at) DO UPDATE SET back_at = coalesce(g.back_at, excluded.back_at)""";

    /** Moves the positions of several channels at once; answers where they were before, without those that are new. */
    Uni<Map<String, Long>> advance(SqlClient tx, String consumer, Map<String, Long> positions) {
        List<Map.Entry<String, Long>> entries = List.copyOf(positions.entrySet());
        Tuple columns = Tuple.of(consumer)
                .addArrayOfString(SqlColumns.of(entries, String.class, Map.Entry::getKey))
                .addArrayOfLong(SqlColumns.of(entries, Long.class, Map.Entry::getValue));
        return tx.preparedQuery(ADVANCE).execute(columns).map(rows -> {
            Map<String, Long> previous = new HashMap<>();
            rows.forEach(row -> previous.put(row.getString("key"), row.getLong("position")));
            return previous;
        });
    }

    /** Stores the channels as they are, and their new titles with the time. */
    Uni<Void> mergeChannels(SqlClient tx, List<ChannelRow> channels, List<TitleRow> titles) {
        Tuple columns = Tuple.tuple()
                .addArrayOfString(SqlColumns.of(channels, String.class, ChannelRow::channelId))
                .addArrayOfLong(SqlColumns.of(channels, Long.class, ChannelRow::seq))
                .addArrayOfString(SqlColumns.of(channels, String.class, ChannelRow::title))
                .addArrayOfString(SqlColumns.of(channels, String.class, ChannelRow::broadcasterName))
                .addArrayOfString(SqlColumns.of(channels, String.class, ChannelRow::broadcasterUserId))
                .addArrayOfString(SqlColumns.of(channels, String.class, ChannelRow::callCid))
                .addArrayOfString(SqlColumns.of(channels, String.class, ChannelRow::chatChannelCid))
                .addArrayOfString(SqlColumns.of(channels, String.class, ChannelRow::timeZone))
                .addArrayOfString(SqlColumns.of(titles, String.class, TitleRow::channelId))
                .addArrayOfLong(SqlColumns.of(titles, Long.class, TitleRow::seq))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(titles, OffsetDateTime.class, row -> SqlColumns.time(row.changedAt())))
                .addArrayOfString(SqlColumns.of(titles, String.class, TitleRow::title))
                .addArrayOfBoolean(SqlColumns.of(titles, Boolean.class, TitleRow::first));
        return tx.preparedQuery(MERGE_CHANNELS).execute(columns).replaceWithVoid();
    }

    /** Opens and closes; a session that is closed stays as it is. */
    Uni<Void> mergeSessions(SqlClient tx, List<SessionRow> sessions) {
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(SqlColumns.of(sessions, UUID.class, SessionRow::sessionId))
                .addArrayOfString(SqlColumns.of(sessions, String.class, SessionRow::channelId))
                .addArrayOfLong(SqlColumns.of(sessions, Long.class, SessionRow::epoch))
                .addArrayOfString(SqlColumns.of(sessions, String.class, SessionRow::title))
                .addArrayOfString(SqlColumns.of(sessions, String.class, SessionRow::broadcasterUserId))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(sessions, OffsetDateTime.class, row -> SqlColumns.time(row.startedAt())))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(sessions, OffsetDateTime.class, row -> SqlColumns.timeOrNull(row.endedAt())))
                .addArrayOfString(SqlColumns.of(sessions, String.class, LifecycleRepository::reason))
                .addArrayOfLong(SqlColumns.of(sessions, Long.class, SessionRow::durationSeconds))
                .addArrayOfLong(SqlColumns.of(sessions, Long.class, SessionRow::totalMinutes));
        return tx.preparedQuery(MERGE_SESSIONS).execute(columns).replaceWithVoid();
    }

    /** Closes gaps stored earlier, and adds those of this batch. */
    Uni<Void> mergeGaps(SqlClient tx, List<Return> returns, List<GapRow> gaps) {
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(SqlColumns.of(returns, UUID.class, Return::sessionId))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(returns, OffsetDateTime.class, row -> SqlColumns.time(row.backAt())))
                .addArrayOfUUID(SqlColumns.of(gaps, UUID.class, GapRow::sessionId))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(gaps, OffsetDateTime.class, row -> SqlColumns.time(row.lostAt())))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(gaps, OffsetDateTime.class, row -> SqlColumns.timeOrNull(row.backAt())));
        return tx.preparedQuery(MERGE_GAPS).execute(columns).replaceWithVoid();
    }

    private static @Nullable String reason(SessionRow row) {
        EndReason reason = row.endReason();
        return reason == null ? null : reason.name();
    }
}
