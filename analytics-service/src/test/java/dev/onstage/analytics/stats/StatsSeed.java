package dev.onstage.analytics.stats;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.support.intake.SqlColumns;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores sessions as if they had been measured. */
final class StatsSeed {

    private static final String CHANNEL = """
            INSERT INTO channels (channel_id, seq, title, broadcaster_name, broadcaster_user_id, time_zone)
            VALUES ($1, 1, 'Title of ' || $1, 'Ada', 'ada', $2)""";

    private static final String SESSION = """
            INSERT INTO stream_sessions (session_id, channel_id, epoch, title, started_at, ended_at, end_reason,
                duration_seconds, total_minutes, peak_viewers, average_viewers, unique_viewers, watch_minutes,
                chat_messages, chatters, deleted_messages, encoder_gap_count, encoder_gap_seconds, revision,
                summarised_at)
            VALUES ($1, $2, 1, $3, $4, $5, 'BROADCASTER', $6, $7, $8, $8 / 2.0, $8, $7 * $8 / 2, $9, $9, 5, 6, 7,
                1, now())""";

    private static final String LIVE = """
            INSERT INTO stream_sessions (session_id, channel_id, epoch, title, started_at)
            VALUES ($1, $2, 1, $3, $4)""";

    private static final String CHART = """
            INSERT INTO session_charts (session_id, line_at, line_viewers, minutes, minute_peaks, minute_averages,
                                        chat_minutes, chat_messages)
            SELECT session_id, ARRAY[started_at], ARRAY[peak_viewers], ARRAY[date_trunc('minute', started_at)],
                   ARRAY[peak_viewers], ARRAY[average_viewers], ARRAY[date_trunc('minute', started_at)],
                   ARRAY[chat_messages]
            FROM stream_sessions WHERE session_id = $1""";

    private static final String TITLE =
            "INSERT INTO title_changes (channel_id, seq, changed_at, title) VALUES ($1, $2, $3, $4)";

    private static final String GAP = "INSERT INTO encoder_gaps (session_id, lost_at, back_at) VALUES ($1, $2, $3)";

    private final Pool pool;

    StatsSeed(Pool pool) {
        this.pool = pool;
    }

    void channel(String channelId, String timeZone) {
        pool.preparedQuery(CHANNEL).executeAndAwait(Tuple.of(channelId, timeZone));
    }

    /**
     * A closed session; half of the peak on average, every message by another user, five deleted, six times of seven seconds
     * together without encoder.
     */
    UUID session(String channelId, String title, Instant startedAt, Duration length, int peak, int messages) {
        UUID sessionId = UuidCreator.getTimeOrderedEpoch();
        Tuple row = Tuple.tuple()
                .addUUID(sessionId)
                .addString(channelId)
                .addString(title)
                .addOffsetDateTime(SqlColumns.time(startedAt))
                .addOffsetDateTime(SqlColumns.time(startedAt.plus(length)))
                .addLong(length.toSeconds())
                .addLong(length.toMinutes())
                .addInteger(peak)
                .addInteger(messages);
        pool.preparedQuery(SESSION).executeAndAwait(row);
        pool.preparedQuery(CHART).executeAndAwait(Tuple.of(sessionId));
        return sessionId;
    }

    UUID live(String channelId, Instant startedAt) {
        UUID sessionId = UuidCreator.getTimeOrderedEpoch();
        pool.preparedQuery(LIVE).executeAndAwait(Tuple.of(sessionId, channelId, "On air", SqlColumns.time(startedAt)));
        return sessionId;
    }

    void gap(UUID sessionId, Instant lostAt, @Nullable Instant backAt) {
        pool.preparedQuery(GAP)
                .executeAndAwait(Tuple.of(sessionId, SqlColumns.time(lostAt), SqlColumns.timeOrNull(backAt)));
    }

    void title(String channelId, long seq, Instant at, String title) {
        pool.preparedQuery(TITLE).executeAndAwait(Tuple.of(channelId, seq, SqlColumns.time(at), title));
    }
}
