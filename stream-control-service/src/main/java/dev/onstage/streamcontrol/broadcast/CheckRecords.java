package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.provider.ProviderException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The reconciler's bookkeeping in {@code broadcasts}: who checks which channel, when it is due, how the last check went. Not
 * guarded by the broadcast's version, so that it never gets in the way of a command.
 */
@ApplicationScoped
class CheckRecords {

    private static final String HELD =
            "channel_id = $1 AND lease_owner = $2 AND lease_token = $3" + " AND lease_until > clock_timestamp()";

    /** Due again when the lease is over, so that a holder that dies loses nothing. */
    private static final String ACQUIRE = """
            UPDATE broadcasts b
               SET lease_owner = $1, lease_token = b.lease_token + 1,
                   lease_until = clock_timestamp() + $2 * interval '1 millisecond',
                   next_check_at = clock_timestamp() + $2 * interval '1 millisecond'
              FROM (SELECT channel_id FROM broadcasts
                     WHERE next_check_at <= clock_timestamp()
                       AND (lease_until IS NULL OR lease_until <= clock_timestamp())
                     ORDER BY next_check_at LIMIT $3 FOR UPDATE SKIP LOCKED) due
             WHERE b.channel_id = due.channel_id
            RETURNING b.channel_id, b.lease_token
            """;

    private static final String RENEW =
            "UPDATE broadcasts SET lease_until = clock_timestamp() + $4 * interval '1 millisecond' WHERE " + HELD;

    /** Somebody may have asked for an earlier check meanwhile; that is kept. */
    private static final String FINISH = """
            UPDATE broadcasts
               SET lease_until = NULL, last_checked_at = clock_timestamp(),
                   next_check_at = CASE WHEN $4::timestamptz IS NULL THEN NULL
                                        WHEN next_check_at < lease_until THEN least(next_check_at, $4) ELSE $4 END
             WHERE %s
            """.formatted(HELD);

    private static final String RELEASE_ALL = """
            UPDATE broadcasts SET lease_until = NULL, next_check_at = clock_timestamp()
             WHERE lease_owner = $1 AND lease_until > clock_timestamp()
            """;

    private static final String FAILED = """
            WITH failed AS (
                UPDATE broadcasts
                   SET check_failures = check_failures + 1, check_error_kind = $2, check_error = $3,
                       check_failing_since = coalesce(check_failing_since, clock_timestamp())
                 WHERE channel_id = $1 RETURNING channel_id)
            SELECT pg_notify(%s, channel_id) FROM failed
            """.formatted(BroadcastRepository.NOTIFICATION_CHANNEL_SQL);

    private static final String WORKED = """
            WITH worked AS (
                UPDATE broadcasts
                   SET check_failures = 0, check_error_kind = NULL, check_error = NULL, check_failing_since = NULL
                 WHERE channel_id = $1 AND check_failures > 0 RETURNING channel_id)
            SELECT pg_notify(%s, channel_id) FROM worked
            """.formatted(BroadcastRepository.NOTIFICATION_CHANNEL_SQL);

    private static final String PULLED = "UPDATE broadcasts SET pulled_at = clock_timestamp(),"
            + " sessions_to_pull = CASE WHEN $5 THEN array_remove(sessions_to_pull, $4) ELSE sessions_to_pull END WHERE "
            + HELD;

    private static final String HOLD = "SELECT 1 FROM broadcasts WHERE " + HELD + " FOR UPDATE";

    private final Pool pool;

    CheckRecords(Pool pool) {
        this.pool = pool;
    }

    /** Takes channels that are due and that nobody checks, oldest first, in one short transaction. */
    Uni<List<Lease>> acquire(String owner, Duration ttl, int limit) {
        return pool.preparedQuery(ACQUIRE)
                .execute(Tuple.of(owner, ttl.toMillis(), limit))
                .map(rows -> leases(owner, rows));
    }

    /** Prolongs a lease; fails when it is over. */
    Uni<Void> renew(Lease lease, Duration ttl) {
        return pool.preparedQuery(RENEW)
                .execute(held(lease).addLong(ttl.toMillis()))
                .flatMap(rows -> mustHold(lease, rows));
    }

    /** Locks the channel's row for the holder within its transaction; fails when the lease is over. */
    Uni<Void> hold(SqlClient tx, Lease lease) {
        return tx.preparedQuery(HOLD).execute(held(lease)).flatMap(rows -> mustHold(lease, rows));
    }

    /** The check is done: the channel is free, and due again at {@code next}, null for never. */
    Uni<Void> finish(Lease lease, @Nullable Instant next) {
        return pool.preparedQuery(FINISH)
                .execute(held(lease).addOffsetDateTime(BroadcastRows.stored(next)))
                .replaceWithVoid();
    }

    /** Gives everything back when this instance stops, so that another goes on at once. */
    Uni<Void> releaseAll(String owner) {
        return pool.preparedQuery(RELEASE_ALL).execute(Tuple.of(owner)).replaceWithVoid();
    }

    /** The provider could not be read. */
    Uni<Void> failed(BroadcastSnapshot snapshot, ProviderException failure) {
        return pool.preparedQuery(FAILED)
                .execute(Tuple.of(snapshot.channelId(), failure.kind().name(), ProviderActions.words(failure)))
                .replaceWithVoid();
    }

    /** The provider could be read. */
    Uni<Void> worked(BroadcastSnapshot snapshot) {
        return snapshot.upkeep().failure() == null
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(WORKED)
                        .execute(Tuple.of(snapshot.channelId()))
                        .replaceWithVoid();
    }

    /**
     * The participants of a provider session were published.
     *
     * @param complete whether it is over, so that they need not be read again
     */
    Uni<Void> pulled(SqlClient tx, Lease lease, SessionToPull session, boolean complete) {
        return tx.preparedQuery(PULLED)
                .execute(held(lease).addString(session.stored()).addBoolean(complete))
                .flatMap(rows -> mustHold(lease, rows));
    }

    private static Tuple held(Lease lease) {
        return Tuple.tuple()
                .addString(lease.channelId())
                .addString(lease.owner())
                .addLong(lease.token());
    }

    private static Uni<Void> mustHold(Lease lease, RowSet<Row> rows) {
        return rows.rowCount() == 1
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new BroadcastStore.LeaseLostException(lease));
    }

    private static List<Lease> leases(String owner, RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Lease(row.getString("channel_id"), owner, row.getLong("lease_token")))
                .toList();
    }
}
