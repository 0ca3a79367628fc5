package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.SqlColumns;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks into the journal. */
@ApplicationScoped
public class DeliveryRepository {
    private static final int VERSION_SEVEN = 7;
    private static final int ATTEMPTS_SHOWN = 20;
    private static final Duration ATTEMPTS_SPAN = Duration.ofDays(1);

    /** The id was made while the delivery was received, by the same clock. */
    private static final Duration ID_TO_RECEIPT = Duration.ofSeconds(10);

    private static final String BY_IDS = "SELECT " + DeliveryRow.COLUMNS + """
             FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS wanted (id, earliest, latest)
            CROSS JOIN LATERAL (
                SELECT * FROM webhook_deliveries
                WHERE delivery_id = wanted.id
                  AND received_at >= wanted.earliest AND received_at < wanted.latest
                LIMIT 1) d
            ORDER BY d.received_at, d.delivery_id""";

    private static final String ATTEMPTS = "SELECT " + DeliveryRow.COLUMNS + """
             FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS first (webhook_id, received_at, latest)
            CROSS JOIN LATERAL (
                SELECT * FROM webhook_deliveries
                WHERE webhook_id = first.webhook_id
                  AND received_at >= first.received_at AND received_at < first.latest
                ORDER BY received_at, delivery_id
                LIMIT $4) d
            ORDER BY d.received_at, d.delivery_id""";

    private static final String BODY =
            "SELECT body FROM webhook_deliveries WHERE received_at = $1 AND delivery_id = $2";

    /** So many deliveries of one kind. */
    public record Tally(String eventType, DeliveryOutcome outcome, boolean bodyKept, long deliveries) {}

    private final Pool pool;

    DeliveryRepository(Pool pool) {
        this.pool = pool;
    }

    /** Deliveries by their first attempts, newest first. */
    Uni<List<DeliveryRow>> newest(DeliveryFilter filter, @Nullable DeliveryCursor after, int limit) {
        return page(filter, after, true, limit);
    }

    /** Deliveries by their first attempts, oldest first. */
    public Uni<List<DeliveryRow>> oldest(DeliveryFilter filter, @Nullable DeliveryCursor after, int limit) {
        return page(filter, after, false, limit);
    }

    private Uni<List<DeliveryRow>> page(
            DeliveryFilter filter, @Nullable DeliveryCursor after, boolean newestFirst, int limit) {
        DeliveryQuery query = DeliveryQuery.page(filter, after, newestFirst);
        String statement = query.select(DeliveryRow.COLUMNS, newestFirst, limit);
        return pool.preparedQuery(statement).execute(query.values()).map(rows -> list(rows, DeliveryRow::of));
    }

    /** How many deliveries of which kind match, of the oldest so many. */
    public Uni<List<Tally>> tally(DeliveryFilter filter, @Nullable DeliveryCursor after, int most) {
        DeliveryQuery query = DeliveryQuery.page(filter, after, false);
        String oldest =
                query.select("d.event_type, d.outcome, d.body_dropped, d.received_at, d.delivery_id", false, most);
        return pool.preparedQuery(
                        "SELECT event_type, outcome, NOT body_dropped AS body_kept, count(*) AS deliveries FROM ("
                                + oldest + ") AS oldest GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")
                .execute(query.values())
                .map(rows -> list(
                        rows,
                        row -> new Tally(
                                row.getString("event_type"),
                                DeliveryOutcome.valueOf(row.getString("outcome")),
                                row.getBoolean("body_kept"),
                                row.getLong("deliveries"))));
    }

    /** All stored attempts of these deliveries, the first ones included, oldest first; of each at most twenty. */
    Uni<List<DeliveryRow>> attempts(List<DeliveryRow> deliveries) {
        List<DeliveryRow> repeatable = deliveries.stream()
                .filter(delivery -> delivery.webhookId() != null)
                .toList();
        if (repeatable.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple values = Tuple.tuple()
                .addArrayOfString(SqlColumns.of(repeatable, String.class, DeliveryRow::webhookId))
                .addArrayOfOffsetDateTime(times(repeatable, DeliveryRow::receivedAt))
                .addArrayOfOffsetDateTime(
                        times(repeatable, delivery -> delivery.receivedAt().plus(ATTEMPTS_SPAN)))
                .addInteger(ATTEMPTS_SHOWN);
        return pool.preparedQuery(ATTEMPTS).execute(values).map(rows -> list(rows, DeliveryRow::of));
    }

    /** The deliveries with these ids, oldest first; ids of none are left out. */
    public Uni<List<DeliveryRow>> find(Collection<UUID> ids) {
        List<UUID> ours = ids.stream()
                .filter(id -> id.version() == VERSION_SEVEN)
                .distinct()
                .toList();
        if (ours.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple values = Tuple.tuple()
                .addArrayOfUUID(SqlColumns.of(ours, UUID.class, Function.identity()))
                .addArrayOfOffsetDateTime(times(ours, id -> madeAt(id).minus(ID_TO_RECEIPT)))
                .addArrayOfOffsetDateTime(times(ours, id -> madeAt(id).plus(ID_TO_RECEIPT)));
        return pool.preparedQuery(BY_IDS).execute(values).map(rows -> list(rows, DeliveryRow::of));
    }

    /** The body as received, empty when it was given up. */
    public Uni<Optional<Buffer>> body(DeliveryRow row) {
        return pool.preparedQuery(BODY)
                .execute(Tuple.of(SqlColumns.time(row.receivedAt()), row.deliveryId()))
                .map(rows -> list(rows, one -> Optional.ofNullable(one.getBuffer("body"))).stream()
                        .flatMap(Optional::stream)
                        .map(io.vertx.mutiny.core.buffer.Buffer::getDelegate)
                        .filter(Objects::nonNull)
                        .findFirst());
    }

    private static Instant madeAt(UUID timeOrdered) {
        return Instant.ofEpochMilli(timeOrdered.getMostSignificantBits() >>> 16);
    }

    private static <T> OffsetDateTime[] times(List<T> items, Function<T, Instant> time) {
        return SqlColumns.of(items, OffsetDateTime.class, item -> SqlColumns.time(time.apply(item)));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        List<T> items = new ArrayList<>(rows.rowCount());
        rows.forEach(row -> items.add(read.apply(row)));
        return items;
    }
}
