package dev.onstage.notifier.delivery;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Forgets what is older than the history is kept. Every instance may do it at once. */
@ApplicationScoped
class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    private static final String OLD_ATTEMPTS = """
            DELETE FROM notification_attempts WHERE attempted_at < now() - $1 * interval '1 second'
            """;
    private static final String OLD_MESSAGES = """
            DELETE FROM notification_messages AS message USING stream_sessions AS session
             WHERE session.session_id = message.session_id AND message.state = 'SETTLED'
               AND message.created_at < now() - $1 * interval '1 second'
               AND session.ended_at IS NOT NULL
            """;
    private static final String OLD_SESSIONS = """
            DELETE FROM stream_sessions AS session
             WHERE coalesce(ended_at, started_at) < now() - $1 * interval '1 second'
               AND NOT EXISTS (SELECT FROM notification_messages AS message WHERE message.session_id = session.session_id)
            """;

    private final Pool pool;
    private final DeliveryConfig config;

    Upkeep(Pool pool, DeliveryConfig config) {
        this.pool = pool;
        this.config = config;
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        Tuple age = Tuple.of(config.retention().toSeconds());
        return pool.withTransaction(tx -> tx.preparedQuery(OLD_ATTEMPTS)
                        .execute(age)
                        .flatMap(attempts -> tx.preparedQuery(OLD_MESSAGES).execute(age))
                        .flatMap(messages -> tx.preparedQuery(OLD_SESSIONS).execute(age)))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warn("Old history could not be removed; trying again in an hour", failure))
                .onFailure()
                .recoverWithNull();
    }
}
