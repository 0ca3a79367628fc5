package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.SqlColumns;
import dev.onstage.webhookingest.journal.WebhookHealth.LastReceived;
import dev.onstage.webhookingest.journal.WebhookHealth.Spool;
import dev.onstage.webhookingest.receiving.RefusalCounts.Refused;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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

    private static final String REFUSALS = """
            SELECT reason, sum(refused)::bigint AS last_day,
                   coalesce(sum(refused) FILTER (WHERE minute > clock_timestamp() - interval '1 hour'), 0)::bigint
                       AS last_hour,
                   max(last_at) AS last_at
            FROM webhook_refusal_counts
            WHERE minute > clock_timestamp() - interval '1 day'
            GROUP BY reason
            ORDER BY reason""";

    /** In one order, since copies write the same rows. */
    private static final String ADD_REFUSALS = """
            INSERT INTO webhook_refusal_counts AS c (minute, reason, refused, last_at)
            SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::bigint[], $4::timestamptz[])
                AS g (minute, reason, refused, last_at)
            ORDER BY minute, reason
            ON CONFLICT (minute, reason) DO UPDATE SET
                refused = c.refused + excluded.refused,
                last_at = greatest(c.last_at, excluded.last_at)""";

    /** What was told longer ago may be that of a copy that has ended. */
    private static final String LAG = """
            SELECT coalesce(max(lag_millis), 0)::bigint AS lag_millis FROM journal_lags
            WHERE told_at > clock_timestamp() - interval '15 seconds'""";

    private static final String TELL_LAG = """
            INSERT INTO journal_lags (copy, lag_millis, told_at) VALUES ($1, $2, clock_timestamp())
            ON CONFLICT (copy) DO UPDATE SET lag_millis = excluded.lag_millis, told_at = excluded.told_at""";

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

    /** What all copies refused for one reason. */
    record RefusalCount(String reason, long lastHour, long lastDay, Instant lastAt) {}

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

    Uni<List<RefusalCount>> refusals() {
        return pool.query(REFUSALS).execute().map(rows -> {
            List<RefusalCount> refusals = new ArrayList<>();
            rows.forEach(row -> refusals.add(new RefusalCount(
                    row.getString("reason"),
                    row.getLong("last_hour"),
                    row.getLong("last_day"),
                    SqlColumns.instant(row, "last_at"))));
            return refusals;
        });
    }

    /** Adds what one copy refused, with one statement. */
    Uni<Void> addRefusals(List<Refused> refused) {
        Tuple columns = Tuple.tuple()
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(refused, OffsetDateTime.class, one -> SqlColumns.time(one.minute())))
                .addArrayOfString(
                        SqlColumns.of(refused, String.class, one -> one.reason().label()))
                .addArrayOfLong(SqlColumns.of(refused, Long.class, Refused::count))
                .addArrayOfOffsetDateTime(
                        SqlColumns.of(refused, OffsetDateTime.class, one -> SqlColumns.time(one.lastAt())));
        return pool.preparedQuery(ADD_REFUSALS).execute(columns).replaceWithVoid();
    }

    /** That of the copy whose consumer is furthest behind. */
    Uni<Duration> lag() {
        return pool.query(LAG)
                .execute()
                .map(rows -> Duration.ofMillis(rows.iterator().next().getLong("lag_millis")));
    }

    Uni<Void> tellLag(String copy, Duration lag) {
        return pool.preparedQuery(TELL_LAG)
                .execute(Tuple.of(copy, lag.toMillis()))
                .replaceWithVoid();
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
