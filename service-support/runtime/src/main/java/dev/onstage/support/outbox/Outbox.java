package dev.onstage.support.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.events.EventType;
import dev.onstage.events.OnstageEvent;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.support.tracing.Tracing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Events that leave with the transaction that wrote them, from the service's table {@code outbox_events} (DDL:
 * {@code dev/onstage/support/outbox.sql}; the relay also needs {@code leases.sql}).
 *
 * <p>Order is kept per key for transactions that exclude each other, as those on one channel do by its version. Kafka gets
 * each event at least once, always with the same {@code ce_id}.
 */
@ApplicationScoped
public class Outbox {
    /** Notified on every commit that added events: one channel per schema, since a database serves several services. */
    static final String NOTIFICATION_CHANNEL_SQL = "'outbox_' || current_schema()";

    private static final String APPEND = """
            WITH appended AS (
                INSERT INTO outbox_events (event_id, event_type, topic, record_key, payload, event_time, traceparent)
                VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id)
            SELECT pg_notify(%s, '') FROM appended
            """.formatted(NOTIFICATION_CHANNEL_SQL);

    /** Counts no further than it must. */
    private static final String WAITING =
            "SELECT count(*) AS waiting FROM (SELECT 1 FROM outbox_events LIMIT $1) AS counted";

    private final Tracing tracing;

    public Outbox(Tracing tracing) {
        this.tracing = tracing;
    }

    /**
     * Adds an event to the caller's transaction; type and topic come from {@link EventType}, {@code ce_id} is a new UUIDv7,
     * {@code ce_time} is now. It belongs to the trace that the caller's work is a part of.
     *
     * @param key the record key, as the topic's declaration wants it
     */
    public Uni<Void> append(SqlClient tx, String key, OnstageEvent event) {
        EventType type = EventType.of(event);
        Tuple row = Tuple.tuple()
                .addUUID(UuidCreator.getTimeOrderedEpoch())
                .addString(type.typeName())
                .addString(type.topic().topicName())
                .addString(key)
                .addBuffer(Buffer.buffer(EventRecords.serialise(event)))
                .addOffsetDateTime(OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS))
                .addString(tracing.current());
        return tx.preparedQuery(APPEND).execute(row).replaceWithVoid();
    }

    /** Whether at least so many events wait to be sent. */
    public Uni<Boolean> holds(SqlClient tx, int events) {
        return tx.preparedQuery(WAITING)
                .execute(Tuple.of((long) events))
                .map(rows -> rows.iterator().next().getLong("waiting") >= events);
    }
}
