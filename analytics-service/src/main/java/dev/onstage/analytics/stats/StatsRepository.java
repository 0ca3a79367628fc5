package dev.onstage.analytics.stats;

import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions with their figures. */
@ApplicationScoped
class StatsRepository {

    private static final String SESSION = "SELECT * FROM stream_sessions WHERE session_id = $1";

    /** The sort's column, its SQL type, the comparison and the direction are filled in: names of ours, never input. */
    private static final String SESSIONS = """
            SELECT * FROM stream_sessions
            WHERE channel_id = $1
              AND started_at >= coalesce($2::timestamptz, '-infinity')
              AND started_at < coalesce($3::timestamptz, 'infinity')
              AND ($4::text IS NULL OR (%1$s::%2$s, session_id) %3$s ($4::text::%2$s, $5::uuid))
            ORDER BY %1$s %4$s, session_id %4$s LIMIT $6""";

    private static final String NEWEST = """
            SELECT s.* FROM unnest($1::text[]) AS c(channel_id)
            CROSS JOIN LATERAL (
                SELECT * FROM stream_sessions s
                WHERE s.channel_id = c.channel_id ORDER BY s.started_at DESC LIMIT 1) s""";

    private final Pool pool;

    StatsRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<SessionSummary>> session(UUID sessionId) {
        return pool.preparedQuery(SESSION)
                .execute(Tuple.of(sessionId))
                .map(rows ->
                        SessionRows.list(rows, SessionRows::summary).stream().findFirst());
    }

    /** The sessions of a channel behind a place in the order of the query. */
    Uni<List<SessionSummary>> sessions(
            String channelId, SessionQuery query, @Nullable SessionCursor after, int atMost) {
        Tuple row = Tuple.of(channelId)
                .addOffsetDateTime(SqlColumns.timeOrNull(query.from()))
                .addOffsetDateTime(SqlColumns.timeOrNull(query.to()))
                .addString(after == null ? null : after.place())
                .addUUID(after == null ? null : after.sessionId())
                .addInteger(atMost);
        return pool.preparedQuery(statement(query))
                .execute(row)
                .map(rows -> SessionRows.list(rows, SessionRows::summary));
    }

    private static String statement(SessionQuery query) {
        return SESSIONS.formatted(
                query.sort().column(),
                query.sort().sqlType(),
                query.ascending() ? ">" : "<",
                query.ascending() ? "ASC" : "DESC");
    }

    /** The newest session of each of the channels that has one. */
    Uni<List<SessionSummary>> newest(Collection<String> channelIds) {
        return pool.preparedQuery(NEWEST)
                .execute(Tuple.tuple().addArrayOfString(channelIds.toArray(String[]::new)))
                .map(rows -> SessionRows.list(rows, SessionRows::summary));
    }
}
