package dev.onstage.webhookingest.spooling;

import dev.onstage.support.intake.SqlColumns;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table {@code webhook_spool}: one statement, hence one transaction, per batch, whatever its size. */
@ApplicationScoped
class SpoolStore {
    private static final String INSERT = """
            WITH room AS (
                UPDATE webhook_spool_usage
                   SET row_count = row_count + $9, bytes = bytes + $10
                 WHERE row_count + $9 <= $11 AND bytes + $10 <= $12
                RETURNING 1
            )
            INSERT INTO webhook_spool
                   (delivery_id, received_at, api_key, webhook_id, attempt, outcome, traceparent, body)
            SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[],
                                 $7::text[], $8::bytea[])
             WHERE EXISTS (SELECT 1 FROM room)
            """;
    /** A row is taken while those before it do not fill the bytes, so the first always is. */
    private static final String OLDEST = """
            SELECT delivery_id, received_at, api_key, webhook_id, attempt, outcome, traceparent, body
              FROM (SELECT *, sum(octet_length(body)) OVER (ORDER BY delivery_id) - octet_length(body) AS bytes_before
                      FROM (SELECT * FROM webhook_spool ORDER BY delivery_id LIMIT $1) oldest) counted
             WHERE bytes_before < $2
             ORDER BY delivery_id
            """;

    private static final String DELETE = """
            WITH gone AS (
                DELETE FROM webhook_spool
                 WHERE delivery_id = ANY($1::uuid[])
                   AND EXISTS (SELECT 1 FROM leases
                                WHERE name = $2 AND token = $3 AND held_until > clock_timestamp())
                RETURNING octet_length(body) AS size
            ), room AS (
                UPDATE webhook_spool_usage
                   SET row_count = row_count - (SELECT count(*) FROM gone),
                       bytes = bytes - (SELECT coalesce(sum(size), 0) FROM gone)
            )
            SELECT count(*) AS deleted FROM gone
            """;
    private static final String LEVEL = """
            SELECT row_count,
                   coalesce((SELECT extract(epoch FROM clock_timestamp() - received_at)
                               FROM webhook_spool ORDER BY delivery_id LIMIT 1), 0)::float8 AS age_seconds
              FROM webhook_spool_usage
            """;

    private final Pool pool;
    private final SpoolConfig config;

    SpoolStore(Pool pool, SpoolConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Stores all or none; false when the spool has no room for them. Ends after the commit. */
    Uni<Boolean> insert(List<SpooledDelivery> deliveries) {
        long bytes = deliveries.stream().mapToLong(one -> one.body().length()).sum();
        Tuple values = Tuple.tuple()
                .addValue(SqlColumns.of(deliveries, UUID.class, SpooledDelivery::deliveryId))
                .addValue(SqlColumns.of(deliveries, OffsetDateTime.class, one -> SqlColumns.time(one.receivedAt())))
                .addValue(SqlColumns.of(deliveries, String.class, SpooledDelivery::apiKey))
                .addValue(SqlColumns.of(deliveries, String.class, SpooledDelivery::webhookId))
                .addValue(SqlColumns.of(deliveries, String.class, SpooledDelivery::attempt))
                .addValue(SqlColumns.of(
                        deliveries, String.class, one -> one.outcome().name()))
                .addValue(SqlColumns.of(deliveries, String.class, SpooledDelivery::traceParent))
                .addValue(SqlColumns.of(deliveries, Buffer.class, SpooledDelivery::body))
                .addLong((long) deliveries.size())
                .addLong(bytes)
                .addLong(config.maxRows())
                .addLong(config.maxBytes().asLongValue());
        return pool.preparedQuery(INSERT).execute(values).map(rows -> rows.rowCount() == deliveries.size());
    }

    /** The oldest deliveries, oldest first: at most so many, and at least one if there is one. */
    Uni<List<SpooledDelivery>> oldest(int rows) {
        return pool.preparedQuery(OLDEST)
                .execute(Tuple.of(rows, config.relayBytes().asLongValue()))
                .map(SpoolStore::deliveries);
    }

    /** Deletes what Kafka has, while the lease is held; the number deleted. */
    Uni<Integer> delete(List<UUID> deliveryIds, LeaseToken lease) {
        return pool.preparedQuery(DELETE)
                .execute(Tuple.of(deliveryIds.toArray(UUID[]::new), lease.name(), lease.fence()))
                .map(rows -> rows.iterator().next().getInteger("deleted"));
    }

    /** How much is in the spool. */
    Uni<Level> level() {
        return pool.query(LEVEL).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Level(row.getLong("row_count"), row.getDouble("age_seconds"));
        });
    }

    private static List<SpooledDelivery> deliveries(RowSet<Row> rows) {
        List<SpooledDelivery> deliveries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            deliveries.add(new SpooledDelivery(
                    row.getUUID("delivery_id"),
                    row.getOffsetDateTime("received_at").toInstant(),
                    row.getString("api_key"),
                    row.getString("webhook_id"),
                    row.getString("attempt"),
                    DeliveryOutcome.valueOf(row.getString("outcome")),
                    row.getString("traceparent"),
                    row.getBuffer("body").getDelegate()));
        }
        return deliveries;
    }

    /**
     * How much is in the spool.
     *
     * @param rows deliveries
     * @param ageSeconds since the receipt of the oldest; 0 when empty
     */
    record Level(long rows, double ageSeconds) {}
}
