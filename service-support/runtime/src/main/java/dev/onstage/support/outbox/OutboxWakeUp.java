package dev.onstage.support.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Listens for commits that added events, on a connection of its own. Losing it costs at most one poll interval. */
@ApplicationScoped
class OutboxWakeUp {
    private static final Logger LOG = Logger.getLogger(OutboxWakeUp.class);

    private final Instance<Pool> pool;
    private final AtomicBoolean connecting = new AtomicBoolean();
    private final AtomicReference<@Nullable SqlConnection> listening = new AtomicReference<>();

    OutboxWakeUp(Instance<Pool> pool) {
        this.pool = pool;
    }

    /** Makes sure that {@code action} runs on every notification; called again after each loss of the connection. */
    void ensureListening(Runnable action) {
        if (listening.get() == null && connecting.compareAndSet(false, true)) {
            listen(action).subscribe().with(connection -> connecting.set(false), failure -> {
                connecting.set(false);
                LOG.debugf("Not listening for outbox events yet: %s", failure);
            });
        }
    }

    private Uni<SqlConnection> listen(Runnable action) {
        return pool.get()
                .getConnection()
                .chain(connection -> listen(connection, action).onFailure().call(connection::close));
    }

    private Uni<SqlConnection> listen(SqlConnection connection, Runnable action) {
        PgConnection postgres = (PgConnection) connection.getDelegate();
        postgres.notificationHandler(notification -> action.run());
        postgres.closeHandler(closed -> listening.compareAndSet(connection, null));
        return connection
                .query("SELECT quote_ident(" + Outbox.NOTIFICATION_CHANNEL_SQL + ")")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .chain(channel -> connection.query("LISTEN " + channel).execute())
                .invoke(ignored -> listening.set(connection))
                .replaceWith(connection);
    }

    @PreDestroy
    void close() {
        SqlConnection connection = listening.getAndSet(null);
        if (connection != null) {
            connection.closeAndForget();
        }
    }
}
