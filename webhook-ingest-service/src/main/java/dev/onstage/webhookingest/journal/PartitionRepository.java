package dev.onstage.webhookingest.journal;

import dev.onstage.support.intake.SqlColumns;
import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of {@code webhook_deliveries}: tables named after the moment they begin with, and what they hold. All
 * changes take {@link #lock} first, so that instances do not meet. Names are made of times only and need no quoting.
 */
@ApplicationScoped
class PartitionRepository {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'webhook_deliveries_'yyyyMMdd'_'HHmmssSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String LOCK =
            "SET LOCAL lock_timeout = '2s'; SELECT pg_advisory_xact_lock(hashtext('webhook_deliveries partitions'))";

    private static final String ALL = """
            SELECT partition_name, received_from, received_before, clock_timestamp() AS measured_at,
                   pg_total_relation_size(to_regclass(partition_name)) AS bytes
            FROM journal_partitions
            ORDER BY received_from""";

    private static final String MISSING = """
            SELECT day FROM unnest($1::timestamptz[]) AS d (day)
            WHERE day + interval '24 hours' > (SELECT kept_from FROM journal_state)
              AND NOT EXISTS (
                SELECT FROM journal_partitions p
                WHERE p.received_from < day + interval '24 hours' AND p.received_before > day)
            ORDER BY day""";

    private static final String NOTE = """
            INSERT INTO journal_partitions (partition_name, received_from, received_before) VALUES ($1, $2, $3)
            ON CONFLICT (partition_name) DO UPDATE SET received_before = excluded.received_before""";

    private static final String FORGET = "DELETE FROM journal_partitions WHERE partition_name = $1";

    private static final String STILL_MINE = """
            SELECT EXISTS (
                SELECT FROM leases WHERE name = $1 AND token = $2 AND held_until > clock_timestamp()) AS mine""";

    private static final String KEEP_FROM = "UPDATE journal_state SET kept_from = greatest(kept_from, $1)";

    private static final String SHED_BODIES =
            "UPDATE journal_state SET shed_bodies = $1 WHERE shed_bodies IS DISTINCT FROM $1";

    /** All partitions, oldest first, and when that was. */
    record Survey(List<JournalPartition> partitions, Instant at) {}

    /**
     * Waits until no other instance changes partitions, until the end of the transaction. Gives up soon, here and when a reader
     * is in the way of what follows: whoever waits for an exclusive lock holds up everybody behind it, and PostgreSQL would wait
     * on, with this lock, for an instance that has given up by itself.
     */
    Uni<Void> lock(SqlClient tx) {
        return tx.query(LOCK).execute().replaceWithVoid();
    }

    /** True while the lease is held by this token, by the database's clock. */
    Uni<Boolean> isHeld(SqlClient tx, LeaseToken lease) {
        return tx.preparedQuery(STILL_MINE)
                .execute(Tuple.of(lease.name(), lease.fence()))
                .map(rows -> rows.iterator().next().getBoolean("mine"));
    }

    /** The database's clock. */
    Uni<Instant> now(SqlClient client) {
        return client.query("SELECT clock_timestamp() AS now")
                .execute()
                .map(rows -> SqlColumns.instant(rows.iterator().next(), "now"));
    }

    /** All partitions and their sizes. */
    Uni<Survey> survey(SqlClient client) {
        return client.query(ALL).execute().map(PartitionRepository::survey);
    }

    /** The days of which nothing is covered and something is still kept. */
    Uni<List<LocalDate>> missing(SqlClient tx, Collection<LocalDate> days) {
        var begins = SqlColumns.of(List.copyOf(days), OffsetDateTime.class, day -> SqlColumns.time(begin(day)));
        return tx.preparedQuery(MISSING)
                .execute(Tuple.tuple().addArrayOfOffsetDateTime(begins))
                .map(PartitionRepository::days);
    }

    /** Creates the partition of a day. */
    Uni<Void> create(SqlClient tx, LocalDate day) {
        return create(tx, begin(day), begin(day.plusDays(1)));
    }

    private Uni<Void> create(SqlClient tx, Instant from, Instant before) {
        String name = NAME.format(from);
        return tx.query("CREATE TABLE " + name + " PARTITION OF webhook_deliveries " + bounds(from, before))
                .execute()
                .chain(() -> note(tx, name, from, before));
    }

    /**
     * Ends a partition now and has another go on from here. Holds everybody off meanwhile: for as long as it takes to check
     * what the partition has.
     */
    Uni<Void> cut(SqlClient tx, JournalPartition partition) {
        return tx.query("LOCK TABLE webhook_deliveries IN ACCESS EXCLUSIVE MODE")
                .execute()
                .chain(() -> tx.query("SELECT date_trunc('milliseconds', greatest(clock_timestamp(), max(received_at)))"
                                + " + interval '1 millisecond' AS here FROM " + partition.name())
                        .execute())
                .map(rows -> SqlColumns.instant(rows.iterator().next(), "here"))
                .chain(here -> here.isBefore(partition.before())
                        ? cut(tx, partition, here)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> cut(SqlClient tx, JournalPartition partition, Instant here) {
        return tx.query("ALTER TABLE webhook_deliveries DETACH PARTITION " + partition.name())
                .execute()
                .chain(() -> tx.query("ALTER TABLE webhook_deliveries ATTACH PARTITION " + partition.name() + " "
                                + bounds(partition.from(), here))
                        .execute())
                .chain(() -> note(tx, partition.name(), partition.from(), here))
                .chain(() -> create(tx, here, partition.before()));
    }

    /** Drops a partition; nothing received before its end will be stored again. */
    Uni<Void> drop(SqlClient tx, JournalPartition partition) {
        return tx.query("DROP TABLE " + partition.name())
                .execute()
                .chain(() -> tx.preparedQuery(FORGET).execute(Tuple.of(partition.name())))
                .chain(() -> tx.preparedQuery(KEEP_FROM).execute(Tuple.of(SqlColumns.time(partition.before()))))
                .replaceWithVoid();
    }

    /** Says whether there is room for the bodies of presence and chat; answers whether that is news. */
    Uni<Boolean> shedBodies(SqlClient client, boolean shed) {
        return client.preparedQuery(SHED_BODIES).execute(Tuple.of(shed)).map(rows -> rows.rowCount() > 0);
    }

    private Uni<Void> note(SqlClient tx, String name, Instant from, Instant before) {
        return tx.preparedQuery(NOTE)
                .execute(Tuple.of(name, SqlColumns.time(from), SqlColumns.time(before)))
                .replaceWithVoid();
    }

    /** Instants are written with their zone, whatever zone the database's session has. */
    private static String bounds(Instant from, Instant before) {
        return "FOR VALUES FROM ('" + from + "') TO ('" + before + "')";
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Survey survey(RowSet<Row> rows) {
        List<JournalPartition> partitions = new ArrayList<>();
        Instant at = Instant.EPOCH;
        for (Row row : rows) {
            at = SqlColumns.instant(row, "measured_at");
            partitions.add(new JournalPartition(
                    row.getString("partition_name"),
                    SqlColumns.instant(row, "received_from"),
                    SqlColumns.instant(row, "received_before"),
                    bytes(row.getLong("bytes"))));
        }
        return new Survey(partitions, at);
    }

    /** Null for a table that was dropped while its size was asked for. */
    private static long bytes(@Nullable Long size) {
        return size == null ? 0 : size;
    }

    private static List<LocalDate> days(RowSet<Row> rows) {
        List<LocalDate> days = new ArrayList<>();
        rows.forEach(row ->
                days.add(SqlColumns.instant(row, "day").atZone(ZoneOffset.UTC).toLocalDate()));
        return days;
    }
}
