package dev.onstage.analytics.stats;

import dev.onstage.analytics.stats.InstallOverview.Channel;
import dev.onstage.analytics.stats.InstallOverview.OnAir;
import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sums over sessions. */
@ApplicationScoped
class OverviewRepository {

    static final String SUMS = """
            count(*)::integer AS sessions,
            coalesce(sum(total_minutes), 0)::bigint AS total_minutes,
            coalesce(sum(duration_seconds), 0)::bigint AS duration_seconds,
            coalesce(sum(average_viewers * duration_seconds), 0)::double precision AS viewer_seconds,
            coalesce(sum(watch_minutes), 0)::bigint AS watch_minutes,
            coalesce(sum(chat_messages), 0)::bigint AS chat_messages,
            coalesce(max(peak_viewers), 0) AS peak_viewers
            """;

    private static final String TIME_ZONE = "SELECT time_zone FROM channels WHERE channel_id = $1";

    /** Where a day begins is decided by the caller: PostgreSQL's list of time zones may be of another year than ours. */
    private static final String BY_DAY = """
            SELECT width_bucket(started_at, $2::timestamptz[]) - 1 AS day, %s
            FROM stream_sessions
            WHERE channel_id = $1 AND started_at >= $3 AND started_at < $4
            GROUP BY 1""".formatted(SUMS);

    private static final String STARTS = """
            SELECT started_at FROM stream_sessions
            WHERE channel_id = $1 AND started_at < $2
            ORDER BY started_at DESC LIMIT $3""";

    private static final String ALL =
            "SELECT %s FROM stream_sessions WHERE started_at >= $1 AND started_at < $2".formatted(SUMS);

    private static final String ON_AIR = """
            SELECT count(*)::integer AS channels, coalesce(sum(current_viewers), 0)::integer AS viewers
            FROM stream_sessions WHERE ended_at IS NULL""";

    private static final String BY_CHANNEL = """
            SELECT c.channel_id, c.title, live.current_viewers, own.*
            FROM (SELECT channel_id, title FROM channels
                  WHERE channel_id > $3 ORDER BY channel_id LIMIT $4) c
            LEFT JOIN LATERAL (
                SELECT s.current_viewers FROM stream_sessions s
                WHERE s.channel_id = c.channel_id AND s.ended_at IS NULL
                ORDER BY s.started_at DESC LIMIT 1) live ON true
            CROSS JOIN LATERAL (
                SELECT max(started_at) AS last_started_at, %s
                FROM stream_sessions s
                WHERE s.channel_id = c.channel_id AND s.started_at >= $1 AND s.started_at < $2) own
            ORDER BY c.channel_id""".formatted(SUMS);

    private final Pool pool;

    OverviewRepository(Pool pool) {
        this.pool = pool;
    }

    /** The channel's time zone as it was announced; empty when it was not. */
    Uni<Optional<String>> timeZone(String channelId) {
        return pool.preparedQuery(TIME_ZONE).execute(Tuple.of(channelId)).map(rows -> {
            for (Row row : rows) {
                return Optional.ofNullable(row.getString("time_zone"));
            }
            return Optional.empty();
        });
    }

    /**
     * Figures by the number of the day on which sessions started, days without any left out.
     *
     * @param edges the first moment of each day and the first after the last
     */
    Uni<Map<Integer, FigureSum>> byDay(String channelId, List<Instant> edges) {
        Tuple row = Tuple.of(channelId)
                .addArrayOfOffsetDateTime(SqlColumns.of(edges, OffsetDateTime.class, SqlColumns::time))
                .addOffsetDateTime(SqlColumns.time(edges.get(0)))
                .addOffsetDateTime(SqlColumns.time(edges.get(edges.size() - 1)));
        return pool.preparedQuery(BY_DAY).execute(row).map(rows -> {
            Map<Integer, FigureSum> byDay = new HashMap<>();
            rows.forEach(day -> byDay.put(day.getInteger("day"), SessionRows.sum(day)));
            return byDay;
        });
    }

    /** When sessions of the channel started, the newest first. */
    Uni<List<Instant>> startsBefore(String channelId, Instant before, int atMost) {
        return pool.preparedQuery(STARTS)
                .execute(Tuple.of(channelId, SqlColumns.time(before), atMost))
                .map(rows -> SessionRows.list(rows, row -> SqlColumns.instant(row, "started_at")));
    }

    Uni<FigureSum> sum(Period period) {
        return pool.preparedQuery(ALL)
                .execute(Tuple.of(SqlColumns.time(period.start()), SqlColumns.time(period.end())))
                .map(rows -> SessionRows.sum(rows.iterator().next()));
    }

    Uni<OnAir> onAir() {
        return pool.preparedQuery(ON_AIR)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new OnAir(row.getInteger("channels"), row.getInteger("viewers")));
    }

    /** The channels after that one, by id. */
    Uni<List<Channel>> channels(Period period, @Nullable String after, int atMost) {
        return pool.preparedQuery(BY_CHANNEL)
                .execute(Tuple.of(
                        SqlColumns.time(period.start()),
                        SqlColumns.time(period.end()),
                        after == null ? "" : after,
                        atMost))
                .map(rows -> SessionRows.list(rows, OverviewRepository::channel));
    }

    private static Channel channel(Row row) {
        Integer viewers = row.getInteger("current_viewers");
        return new Channel(
                row.getString("channel_id"),
                row.getString("title"),
                viewers != null,
                viewers == null ? 0 : viewers,
                SqlColumns.instantOrNull(row, "last_started_at"),
                SessionRows.sum(row).totals());
    }
}
