package dev.onstage.analytics.session;

import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells closed sessions that something of their time changed, so that they are computed again: at most once per
 * {@link AnalyticsConfig#recomputeEvery()} and for {@link AnalyticsConfig#correctFor()} after their end.
 *
 * <p>A batch that is in flight while a session closes does not see the close. For it, every closed session is computed once
 * more after that time ({@link SummaryService}).
 */
@ApplicationScoped
public class LateEvents {

    /** Rows are locked in the order of their key: batches of several partitions meet here. */
    private static final String OWE = """
            UPDATE stream_sessions SET summary_due_at = least(
                coalesce(summary_due_at, 'infinity'),
                greatest(now(), coalesce(summarised_at, '-infinity') + make_interval(secs => $4)))
            WHERE session_id IN (
                SELECT s.session_id
                FROM stream_sessions s
                JOIN unnest($1::text[], $2::timestamptz[]) AS t(channel_id, earliest) ON s.channel_id = t.channel_id
                WHERE s.ended_at > t.earliest AND s.ended_at > now() - make_interval(secs => $3)
                ORDER BY s.session_id
                FOR UPDATE OF s)""";

    private final AnalyticsConfig config;

    LateEvents(AnalyticsConfig config) {
        this.config = config;
    }

    /**
     * Something changed that matters from a moment on.
     *
     * @param tx the transaction that made the change
     * @param earliestByChannel the earliest moment per channel; nothing happens when empty
     */
    public Uni<Void> owe(SqlClient tx, Map<String, Instant> earliestByChannel) {
        if (earliestByChannel.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map.Entry<String, Instant>> entries = List.copyOf(new TreeMap<>(earliestByChannel).entrySet());
        Tuple columns = Tuple.tuple()
                .addArrayOfString(SqlColumns.of(entries, String.class, Map.Entry::getKey))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(entries, OffsetDateTime.class, entry -> SqlColumns.time(entry.getValue())))
                .addDouble(config.correctFor().toMillis() / 1000.0)
                .addDouble(config.recomputeEvery().toMillis() / 1000.0);
        return tx.preparedQuery(OWE).execute(columns).replaceWithVoid();
    }
}
