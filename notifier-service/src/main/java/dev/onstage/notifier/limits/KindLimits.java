package dev.onstage.notifier.limits;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The table {@code kind_limits}: what all calls to one kind of destination share, over all instances, since a receiver
 * counts what comes from one address. Who asks holds the row until its transaction ends. The database's clock alone counts.
 */
@ApplicationScoped
public class KindLimits {
    private static final Duration LONGEST_BLOCK = Duration.ofHours(1);

    /**
     * In no second may more calls be made than a receiver counts: so the bucket, which is filled again with time, holds only
     * a part of a second's calls.
     */
    private static final int BUCKETS_PER_SECOND = 4;

    /** No row comes back while the kind is paused. */
    private static final String ALLOW = """
            INSERT INTO kind_limits AS limits (kind, quiet_until, calls, filled_at)
            VALUES ($1, '-infinity', $2, clock_timestamp())
            ON CONFLICT (kind) DO UPDATE
               SET calls = least($2, limits.calls
                           + $3 * greatest(0, extract(epoch FROM clock_timestamp() - limits.filled_at))),
                   filled_at = greatest(limits.filled_at, clock_timestamp())
             WHERE limits.quiet_until <= clock_timestamp()
            RETURNING floor(calls)::integer AS calls, blocks
            """;

    private static final String SPEND = "UPDATE kind_limits SET calls = calls - $2 WHERE kind = $1";
    private static final String WAIT = """
            SELECT greatest(0, extract(epoch FROM quiet_until - clock_timestamp()) * 1000)::bigint AS millis
              FROM kind_limits WHERE kind = $1 AND quiet_until > clock_timestamp()
            """;
    /** Calls that were under way when the first was blocked are blocked, too: that is one block. */
    private static final String PAUSE = """
            INSERT INTO kind_limits AS limits (kind, quiet_until, blocks, calls, filled_at)
            VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond', CASE WHEN $3 THEN 1 ELSE 0 END, 0,
                    clock_timestamp())
            ON CONFLICT (kind) DO UPDATE
               SET quiet_until = greatest(limits.quiet_until, clock_timestamp()
                       + CASE WHEN NOT $3 THEN $2
                              WHEN limits.quiet_until > clock_timestamp()
                              THEN least($4, $2 * 2.0 ^ least(greatest(limits.blocks - 1, 0), 10))
                              ELSE least($4, $2 * 2.0 ^ least(limits.blocks, 10)) END
                         * interval '1 millisecond'),
                   blocks = CASE WHEN $3 AND (limits.blocks = 0 OR limits.quiet_until <= clock_timestamp())
                                 THEN limits.blocks + 1
                                 ELSE limits.blocks END
            """;

    private static final String PASSED = "UPDATE kind_limits SET blocks = 0 WHERE kind = $1 AND blocks <> 0";

    /**
     * What may be called.
     *
     * @param calls how many at once
     * @param probing whether only one may be under way, to see whether the receiver lets us through again
     * @param isSpent whether there are none because they were made in the last moments, not because of a pause
     */
    public record Allowance(int calls, boolean probing, boolean isSpent) {
        static final Allowance NONE = new Allowance(0, false, false);
    }

    /**
     * How many calls may be made now; {@link #spend} says how many are.
     *
     * @param perSecond how many all instances together may make in a second, give or take a quarter
     */
    public Uni<Allowance> allow(SqlClient tx, String kind, int perSecond) {
        double most = Math.max(1, perSecond / BUCKETS_PER_SECOND);
        return tx.preparedQuery(ALLOW)
                .execute(Tuple.of(kind, most, (double) perSecond))
                .map(rows -> {
                    RowIterator<Row> found = rows.iterator();
                    if (!found.hasNext()) {
                        return Allowance.NONE;
                    }
                    Row row = found.next();
                    boolean probing = row.getInteger("blocks") > 0;
                    int calls = Math.max(0, row.getInteger("calls"));
                    return new Allowance(probing ? Math.min(1, calls) : calls, probing, calls == 0);
                });
    }

    /** So many calls are made. */
    public Uni<Void> spend(SqlClient tx, String kind, int calls) {
        return calls == 0
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(SPEND)
                        .execute(Tuple.of(kind, (double) calls))
                        .replaceWithVoid();
    }

    /** How long the kind is paused, zero when it is not. */
    public Uni<Duration> pause(SqlClient client, String kind) {
        return client.preparedQuery(WAIT).execute(Tuple.of(kind)).map(rows -> {
            RowIterator<Row> found = rows.iterator();
            return found.hasNext() ? Duration.ofMillis(found.next().getLong("millis")) : Duration.ZERO;
        });
    }

    /** No call for a while; when nothing is let through at all, longer each time, up to an hour. */
    public Uni<Void> pause(SqlClient tx, String kind, Duration delay, boolean blocked) {
        return tx.preparedQuery(PAUSE)
                .execute(Tuple.of(kind, (double) delay.toMillis(), blocked, (double) LONGEST_BLOCK.toMillis()))
                .replaceWithVoid();
    }

    /** A call was let through. */
    public Uni<Void> passed(SqlClient tx, String kind) {
        return tx.preparedQuery(PASSED).execute(Tuple.of(kind)).replaceWithVoid();
    }
}
