package dev.onstage.analytics.intake;

import dev.onstage.support.intake.SqlColumns;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What a merge answers: since when the figures of a channel are to be computed again. */
public final class EarliestChanges {

    private EarliestChanges() {}

    /** Reads the columns {@code channel_id} and {@code earliest}. */
    public static Map<String, Instant> byChannel(RowSet<Row> rows) {
        Map<String, Instant> earliest = new HashMap<>();
        rows.forEach(row -> earliest.put(row.getString("channel_id"), SqlColumns.instant(row, "earliest")));
        return earliest;
    }
}
