package dev.onstage.support.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** The positions applied so far, in the service's table {@code inbox_positions} (DDL: {@code dev/onstage/support/inbox.sql}). */
@ApplicationScoped
public class Inbox {
    private static final String ADVANCE = """
            INSERT INTO inbox_positions AS applied (consumer, record_key, position) VALUES ($1, $2, $3)
            ON CONFLICT (consumer, record_key) DO UPDATE SET position = excluded.position, applied_at = now()
             WHERE applied.position < excluded.position
            """;

    /**
     * Moves the position forward within the caller's transaction; the row stays locked until that ends, so two consumers
     * of the same key take turns.
     *
     * @param tx the transaction that also applies the event
     * @param consumer who applies, usually the consumer group
     * @param key what the positions count for, for example a channel
     * @param position {@code seq} or {@code revision} of the event
     * @return false when this position or a later one was applied before: the event must change nothing
     */
    public Uni<Boolean> advance(SqlClient tx, String consumer, String key, long position) {
        return tx.preparedQuery(ADVANCE)
                .execute(Tuple.of(consumer, key, position))
                .map(rows -> rows.rowCount() == 1);
    }
}
