package dev.onstage.analytics.stats;

import dev.onstage.analytics.Broadcast;
import dev.onstage.analytics.chat.ChatService;
import dev.onstage.analytics.presence.PresenceService;
import dev.onstage.events.ChatEvent;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.PresenceEvent;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A year of daily sessions of 100 channels, and one huge session beside it. */
final class YearOfSessions {

    private static final int BATCH = 2_000;
    private static final int SECONDS = 6_000;

    private static final String CHANNELS = """
            INSERT INTO channels (channel_id, seq, title, broadcaster_name, broadcaster_user_id, time_zone)
            SELECT 'year-' || c, 1, 'Channel ' || c, 'Ada', 'ada-' || c, 'Europe/Berlin'
            FROM generate_series(1, 100) c""";

    /** Each day another hour, two hours long. */
    private static final String SESSIONS = """
            INSERT INTO stream_sessions (session_id, channel_id, epoch, title, started_at, ended_at, end_reason,
                duration_seconds, total_minutes, peak_viewers, average_viewers, unique_viewers, watch_minutes,
                chat_messages, chatters, revision, summarised_at)
            SELECT gen_random_uuid(), 'year-' || c, d, 'Day ' || d, at, at + interval '2 hours', 'BROADCASTER',
                   7200, 120, (c * d) % 997, (c * d) % 499, (c * d) % 1499, 120 * (c * d) % 499,
                   (c * d) % 5003, (c * d) % 211, 1, now()
            FROM generate_series(1, 100) c, generate_series(1, 365) d,
                 LATERAL (SELECT now() - make_interval(days => d, hours => (c + d) % 12) AS at) times""";

    private static final String CHARTS = """
            INSERT INTO session_charts (session_id, line_at, line_viewers, minutes, minute_peaks, minute_averages,
                                        chat_minutes, chat_messages)
            SELECT session_id, line.times, line.counts, minute.times, minute.counts, minute.averages,
                   minute.times, minute.counts
            FROM stream_sessions s,
                 LATERAL (SELECT array_agg(s.started_at + make_interval(secs => 10 * i)) AS times,
                                 array_agg((i * 7919) % 997) AS counts
                          FROM generate_series(0, 719) i) line,
                 LATERAL (SELECT array_agg(date_trunc('minute', s.started_at) + make_interval(mins => i)) AS times,
                                 array_agg((i * 31) % 997) AS counts,
                                 array_agg((i * 31 % 997)::double precision) AS averages
                          FROM generate_series(0, 119) i) minute
            WHERE channel_id LIKE 'year-%'""";

    /** What the live session showed: another number every second. */
    private static final String SNAPSHOTS = """
            INSERT INTO viewer_snapshots (session_id, at, viewers)
            SELECT '%s', at, (extract(epoch FROM at)::bigint * 7919 %% 100000)::integer
            FROM generate_series(date_trunc('second', greatest(now() - interval '6000 seconds',
                                            date_trunc('day', now(), 'UTC'))), now(), interval '1 second') at
            ON CONFLICT DO NOTHING""";

    private final Pool pool;

    YearOfSessions(Pool pool) {
        this.pool = pool;
    }

    /** 100 channels {@code year-1} to {@code year-100}, 365 sessions each. */
    void store() {
        for (String statement : List.of(CHANNELS, SESSIONS, CHARTS, "ANALYZE")) {
            pool.query(statement).executeAndAwait();
        }
    }

    /**
     * 100,000 stays, half of them over, and 200,000 messages, taken in as if they had come from Kafka: of a session that began
     * 100 minutes ago.
     */
    void storeHuge(Broadcast broadcast, PresenceService presence, ChatService chat) {
        inBatches(100_000, stay -> stay(broadcast, stay), events -> presence.apply(events)
                .await()
                .indefinitely());
        inBatches(
                200_000,
                message -> (ChatEvent)
                        broadcast.posted("m" + message, "u" + message % 20_000, message * (long) SECONDS / 200_000),
                events -> chat.apply(events).await().indefinitely());
    }

    /** What was shown of a live session since it began, or since midnight. */
    void storeSnapshots(UUID sessionId) {
        pool.query(SNAPSHOTS.formatted(sessionId)).executeAndAwait();
        pool.query("ANALYZE").executeAndAwait();
    }

    private static PresenceEvent stay(Broadcast broadcast, int stay) {
        long joined = stay % 2_400;
        return stay % 2 == 0
                ? broadcast.joined("s" + stay, "u" + stay, joined, ObservationSource.WEBHOOK)
                : broadcast.left("s" + stay, "u" + stay, joined, joined + 60 + stay % 3_000, ObservationSource.WEBHOOK);
    }

    private static <E> void inBatches(int count, IntFunction<E> event, Consumer<List<E>> apply) {
        for (int from = 0; from < count; from += BATCH) {
            List<E> batch = new ArrayList<>(BATCH);
            IntStream.range(from, Math.min(count, from + BATCH)).forEach(i -> batch.add(event.apply(i)));
            apply.accept(batch);
        }
    }
}
