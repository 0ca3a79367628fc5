package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.SqlColumns;
import dev.onstage.webhookingest.journal.WebhookHealth.LastReceived;
import dev.onstage.webhookingest.journal.WebhookHealth.Spool;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of the webhook check, from counts that are kept with the deliveries. */
@ApplicationScoped
class HealthRepository {
    private static final String LAST_RECEIVED = """
            SELECT event_type, max(last_received_at) AS at FROM webhook_delivery_counts
            WHERE $1::text IS NULL OR channel_id = $1
            GROUP BY event_type
            ORDER BY at DESC""";

    private static final String OUTCOMES = """
            SELECT outcome,
                   sum(deliveries)::bigint AS last_day,
                   coalesce(sum(deliveries) FILTER (WHERE bucket > clock_timestamp() - interval '1 hour'), 0)::bigint
                       AS last_hour
            FROM webhook_delivery_counts
            WHERE bucket > clock_timestamp() - interval '1 day' AND ($1::text IS NULL OR channel_id = $1)
            GROUP BY outcome""";

    private static final String LAST_HOUR = """
            SELECT coalesce(sum(deliveries), 0)::bigint AS deliveries FROM webhook_delivery_counts
            WHERE bucket > clock_timestamp() - interval '1 hour'""";

    private static final String STORE = """
            SELECT shed_bodies, CASE WHEN isfinite(kept_from) THEN kept_from END AS kept_from,
                   (SELECT coalesce(sum(pg_total_relation_size(to_regclass(partition_name))), 0)::bigint
                    FROM journal_partitions) AS bytes
            FROM journal_state""";

    private static final String SPOOL = """
            SELECT (SELECT row_count FROM webhook_spool_usage) AS deliveries,
                   (SELECT received_at FROM webhook_spool ORDER BY delivery_id LIMIT 1) AS oldest_at""";

    private final Pool pool;

    HealthRepository(Pool pool) {
        this.pool = pool;
    }

    /** Deliveries with one outcome. */
    record OutcomeCount(String outcome, long lastHour, long lastDay) {}

    /** What the journal takes and keeps. */
    record Store(long bytes, @Nullable Instant keptFrom, boolean bodiesShed) {}

    Uni<List<LastReceived>> lastReceived(@Nullable String channelId) {
        return pool.preparedQuery(LAST_RECEIVED)
                .execute(Tuple.tuple().addString(channelId))
                .map(rows -> {
                    List<LastReceived> types = new ArrayList<>();
                    rows.forEach(row ->
                            types.add(new LastReceived(row.getString("event_type"), SqlColumns.instant(row, "at"))));
                    return types;
                });
    }

    /** Counts in steps of five minutes. */
    Uni<List<OutcomeCount>> outcomes(@Nullable String channelId) {
        return pool.preparedQuery(OUTCOMES)
                .execute(Tuple.tuple().addString(channelId))
                .map(rows -> {
                    List<OutcomeCount> outcomes = new ArrayList<>();
                    rows.forEach(row -> outcomes.add(new OutcomeCount(
                            row.getString("outcome"), row.getLong("last_hour"), row.getLong("last_day"))));
                    return outcomes;
                });
    }

    /** All deliveries of the last hour, of whatever channel. */
    Uni<Long> lastHour() {
        return pool.query(LAST_HOUR)
                .execute()
                .map(rows -> rows.iterator().next().getLong("deliveries"));
    }

    Uni<Store> store() {
        return pool.query(STORE).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Store(
                    row.getLong("bytes"), SqlColumns.instantOrNull(row, "kept_from"), row.getBoolean("shed_bodies"));
        });
    }

    Uni<Spool> spool() {
        return pool.query(SPOOL).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Spool(row.getLong("deliveries"), SqlColumns.instantOrNull(row, "oldest_at"));
        });
    }
}
