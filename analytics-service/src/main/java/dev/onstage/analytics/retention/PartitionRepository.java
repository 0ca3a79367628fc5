package dev.onstage.analytics.retention;

import dev.onstage.support.intake.SqlColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The partitions as the database has them. All changes take {@link #lock} first, so that instances do not meet. */
@ApplicationScoped
class PartitionRepository {

    private static final String LOCK =
            "SET LOCAL lock_timeout = '2s'; SELECT pg_advisory_xact_lock(hashtext('analytics day partitions'))";

    private static final String MISSING = """
            SELECT day FROM unnest($2::date[]) AS d (day)
            WHERE day >= coalesce((SELECT kept_from FROM kept_days WHERE table_name = $1), '-infinity')
              AND NOT EXISTS (SELECT FROM day_partitions p WHERE p.table_name = $1 AND p.day = d.day)
            ORDER BY day""";

    private static final String NOTE =
            "INSERT INTO day_partitions (table_name, day, partition_name) VALUES ($1, $2, $3)";

    private static final String BEFORE =
            "SELECT day FROM day_partitions WHERE table_name = $1 AND day < $2 ORDER BY day";

    private static final String FORGET = "DELETE FROM day_partitions WHERE table_name = $1 AND day = $2";

    private static final String KEEP_FROM = """
            INSERT INTO kept_days AS k (table_name, kept_from) VALUES ($1, $2)
            ON CONFLICT (table_name) DO UPDATE SET kept_from = greatest(k.kept_from, excluded.kept_from)""";

    /**
     * Waits until no other instance changes partitions, until the end of the transaction. Gives up soon, here and when a reader
     * is in the way of what follows: whoever waits for an exclusive lock holds up everybody behind it, and PostgreSQL would wait
     * on, with this lock, for an instance that has given up by itself.
     */
    Uni<Void> lock(SqlClient tx) {
        return tx.query(LOCK).execute().replaceWithVoid();
    }

    /** Those of the days that have no partition and may have one, ascending. */
    Uni<List<LocalDate>> missing(SqlClient tx, DayTable table, List<LocalDate> days) {
        Tuple asked = Tuple.of(table.tableName()).addArrayOfLocalDate(SqlColumns.of(days, LocalDate.class, day -> day));
        return tx.preparedQuery(MISSING).execute(asked).map(PartitionRepository::days);
    }

    /** Attached rather than made in place: that holds nobody up, neither readers nor writers. */
    Uni<Void> create(SqlClient tx, DayTable table, LocalDate day) {
        String name = table.partitionName(day);
        return tx.query("CREATE TABLE " + name + " (LIKE " + table.tableName() + " INCLUDING ALL)")
                .execute()
                .chain(() -> tx.query("ALTER TABLE " + table.tableName() + " ATTACH PARTITION " + name + " "
                                + table.bounds(day))
                        .execute())
                .chain(() -> tx.preparedQuery(NOTE).execute(Tuple.of(table.tableName(), day, name)))
                .replaceWithVoid();
    }

    /** The days before this one that have a partition, ascending. */
    Uni<List<LocalDate>> before(SqlClient client, DayTable table, LocalDate keptFrom) {
        return client.preparedQuery(BEFORE)
                .execute(Tuple.of(table.tableName(), keptFrom))
                .map(PartitionRepository::days);
    }

    /** Drops a day, for good; false when another instance did. */
    Uni<Boolean> drop(SqlClient tx, DayTable table, LocalDate day) {
        return tx.preparedQuery(FORGET)
                .execute(Tuple.of(table.tableName(), day))
                .chain(gone -> gone.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : tx.query("DROP TABLE " + table.partitionName(day))
                                .execute()
                                .chain(() -> tx.preparedQuery(KEEP_FROM)
                                        .execute(Tuple.of(table.tableName(), day.plusDays(1))))
                                .replaceWith(true));
    }

    private static List<LocalDate> days(RowSet<Row> rows) {
        List<LocalDate> days = new ArrayList<>();
        rows.forEach(row -> days.add(row.getLocalDate("day")));
        return days;
    }
}
