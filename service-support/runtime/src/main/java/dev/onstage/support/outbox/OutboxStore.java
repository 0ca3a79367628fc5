package dev.onstage.support.outbox;

import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The relay's queries. */
@ApplicationScoped
class OutboxStore {
    /** The oldest rows that are there: no high-water mark, since ids are taken before transactions commit. */
    private static final String OLDEST = """
            SELECT id, event_id, event_type, topic, record_key, payload, event_time, traceparent
              FROM outbox_events ORDER BY id LIMIT $1
            """;

    private static final String DELETE = """
            DELETE FROM outbox_events
             WHERE id = ANY($1)
               AND EXISTS (SELECT 1 FROM leases WHERE name = $2 AND token = $3 AND held_until > clock_timestamp())
            RETURNING id
            """;

    /** Counts no further than it must to say that there are too many. */
    private static final String BACKLOG = """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM outbox_events LIMIT 100000) AS counted) AS depth,
                   coalesce((SELECT extract(epoch FROM clock_timestamp() - written_at)
                               FROM outbox_events ORDER BY id LIMIT 1), 0)::double precision AS age
            """;

    private final Instance<Pool> pool;

    OutboxStore(Instance<Pool> pool) {
        this.pool = pool;
    }

    Uni<List<OutboxRow>> oldest(int limit) {
        return pool.get().preparedQuery(OLDEST).execute(Tuple.of(limit)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(OutboxRow::from)
                .toList());
    }

    /** What still has to be sent. */
    Uni<Backlog> backlog() {
        return pool.get()
                .query(BACKLOG)
                .execute()
                .map(rows -> rows.iterator().next())
                .map(row -> new Backlog(row.getLong("depth"), Math.max(0, row.getDouble("age"))));
    }

    /** Deletes rows in the name of a lease; the ids that are gone, none when the lease is over. */
    Uni<Set<Long>> delete(List<OutboxRow> rows, LeaseToken lease) {
        Long[] ids = rows.stream().map(OutboxRow::id).toArray(Long[]::new);
        Tuple arguments =
                Tuple.tuple().addArrayOfLong(ids).addString(lease.name()).addLong(lease.fence());
        return pool.get().preparedQuery(DELETE).execute(arguments).map(deleted -> {
            Set<Long> gone = new HashSet<>();
            deleted.forEach(row -> gone.add(row.getLong("id")));
            return gone;
        });
    }
}
