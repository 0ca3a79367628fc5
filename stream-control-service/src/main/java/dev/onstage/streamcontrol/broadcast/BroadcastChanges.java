package dev.onstage.streamcontrol.broadcast;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells which channel's broadcast has just changed, on whatever replica it was committed. A hint and no more: while the
 * connection is lost some are missed, so readers also read again after a while.
 */
@ApplicationScoped
public class BroadcastChanges {

    private static final Logger LOG = Logger.getLogger(BroadcastChanges.class);
    private static final long RECONNECT_MILLIS = 1000;

    private final Pool pool;
    private final Vertx vertx;
    private final BroadcastProcessor<String> changes = BroadcastProcessor.create();
    private final AtomicReference<@Nullable SqlConnection> listening = new AtomicReference<>();
    private final AtomicBoolean connecting = new AtomicBoolean();
    private volatile long timer;

    BroadcastChanges(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** The channel ids, as they change. Hot; a subscriber that is too slow loses hints, not the subscription. */
    public Multi<String> stream() {
        return changes.onOverflow().drop();
    }

    void start(@Observes StartupEvent event) {
        ensureListening();
        timer = vertx.setPeriodic(RECONNECT_MILLIS, ignored -> ensureListening());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
        SqlConnection connection = listening.getAndSet(null);
        if (connection != null) {
            connection.closeAndForget();
        }
    }

    private void ensureListening() {
        if (listening.get() == null && connecting.compareAndSet(false, true)) {
            listen().onTermination()
                    .invoke(() -> connecting.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("Not listening for changes yet: %s", failure));
        }
    }

    private Uni<Void> listen() {
        return pool.getConnection()
                .flatMap(connection -> listen(connection).onFailure().call(connection::close));
    }

    private Uni<Void> listen(SqlConnection connection) {
        PgConnection postgres = (PgConnection) connection.getDelegate();
        postgres.notificationHandler(notification -> changes.onNext(notification.getPayload()));
        postgres.closeHandler(closed -> listening.compareAndSet(connection, null));
        return connection
                .query("SELECT quote_ident(" + BroadcastRepository.NOTIFICATION_CHANNEL_SQL + ")")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .flatMap(channel -> connection.query("LISTEN " + channel).execute())
                .invoke(ignored -> listening.set(connection))
                .replaceWithVoid();
    }
}
