package dev.onstage.notifier.delivery;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Forgets what is older than the history is kept. Every instance may do it at once.
 *
 * <p>In batches, each a transaction of its own: one statement for all that there is may take longer than PostgreSQL has for an
 * answer (see package {@code database}), and then nothing would ever be removed.
 */
@ApplicationScoped
class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    private static final int BATCH = 5_000;

    private static final String OLD_ATTEMPTS = """
            WITH old AS MATERIALIZED (
                SELECT id FROM notification_attempts
                 WHERE attempted_at < now() - $1 * interval '1 second'
                 ORDER BY attempted_at
                 LIMIT $2
                   FOR UPDATE SKIP LOCKED
            )
            DELETE FROM notification_attempts AS attempt USING old WHERE attempt.id = old.id
            """;
    private static final String OLD_MESSAGES = """
            WITH old AS MATERIALIZED (
                SELECT message.session_id, message.destination_id
                  FROM notification_messages AS message
                  JOIN stream_sessions AS session ON session.session_id = message.session_id
                 WHERE message.state = 'SETTLED'
                   AND message.created_at < now() - $1 * interval '1 second'
                   AND session.ended_at IS NOT NULL
                 ORDER BY message.created_at
                 LIMIT $2
                   FOR UPDATE OF message SKIP LOCKED
            )
            DELETE FROM notification_messages AS message USING old
             WHERE message.session_id = old.session_id AND message.destination_id = old.destination_id
            """;
    private static final String OLD_SESSIONS = """
            WITH old AS MATERIALIZED (
                SELECT session_id FROM stream_sessions AS session
                 WHERE coalesce(ended_at, started_at) < now() - $1 * interval '1 second'
                   AND NOT EXISTS (SELECT FROM notification_messages AS message WHERE message.session_id = session.session_id)
                 LIMIT $2
                   FOR UPDATE SKIP LOCKED
            )
            DELETE FROM stream_sessions AS session USING old WHERE session.session_id = old.session_id
            """;

    private final Pool pool;
    private final Duration retention;
    private final int batch;

    @Inject
    Upkeep(Pool pool, DeliveryConfig config) {
        this(pool, config.retention(), BATCH);
    }

    Upkeep(Pool pool, Duration retention, int batch) {
        this.pool = pool;
        this.retention = retention;
        this.batch = batch;
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return forget(OLD_ATTEMPTS)
                .chain(() -> forget(OLD_MESSAGES))
                .chain(() -> forget(OLD_SESSIONS))
                .onFailure()
                .invoke(failure -> LOG.warn("Old history could not be removed; trying again in an hour", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> forget(String statement) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(retention.toSeconds(), batch))
                .map(SqlResult::rowCount)
                .repeat()
                .whilst(removed -> removed == batch)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
