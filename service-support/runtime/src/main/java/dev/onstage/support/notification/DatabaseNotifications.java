package dev.onstage.support.notification;

import dev.onstage.support.database.DatabaseConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens for PostgreSQL's notifications, each listener on a connection of its own. A connection that is lost is made again
 * at once, then after growing pauses of at most a second. Notifications are hints: none is kept for a listener that is away,
 * so it is told when it listens again and has to look for itself what it missed.
 *
 * <p>A connection that asks nothing does not notice a server that hangs. So PostgreSQL is told again and again to listen, which
 * changes nothing; when it does not answer, the connection is closed as any other (see package {@code database}).
 */
@ApplicationScoped
public class DatabaseNotifications {
    private static final Logger LOG = Logger.getLogger(DatabaseNotifications.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Supplier<Pool> pool;
    private final Vertx vertx;
    private final Duration pauseBetween;

    @Inject
    DatabaseNotifications(Instance<Pool> pool, Vertx vertx, DatabaseConfig config) {
        this(pool::get, vertx, config.answerWithin());
    }

    /**
     * One without a container.
     *
     * @param pool is asked each time that a connection is made
     * @param pauseBetween after which PostgreSQL is told again to listen
     */
    public DatabaseNotifications(Supplier<Pool> pool, Vertx vertx, Duration pauseBetween) {
        this.pool = pool;
        this.vertx = vertx;
        this.pauseBetween = pauseBetween;
    }

    /**
     * Listens until the listener is closed. Both actions run on an event loop and must not block.
     *
     * @param channelSql SQL expression for the channel's name, for example {@code 'outbox_' || current_schema()}
     * @param listening runs each time when listening has begun: commits from then on are heard
     * @param heard takes the payload of each notification
     */
    public Listener listen(String channelSql, Runnable listening, Consumer<String> heard) {
        Listener listener = new Listener(channelSql, listening, heard);
        listener.connect();
        return listener;
    }

    /**
     * One who listens. Closing a connection gives it back to the pool, and the handler of its end is heard of no more. So it is
     * closed here only while it lives, after PostgreSQL has refused something; of any other failure that handler tells.
     */
    public final class Listener implements AutoCloseable {
        private final String channelSql;
        private final Runnable listening;
        private final Consumer<String> heard;
        private @Nullable SqlConnection connection;
        private @Nullable SqlConnection lostEarly;
        private Duration pause = FIRST_PAUSE;
        private boolean closed;

        private Listener(String channelSql, Runnable listening, Consumer<String> heard) {
            this.channelSql = channelSql;
            this.listening = listening;
            this.heard = heard;
        }

        private synchronized void connect() {
            if (!closed) {
                Uni.createFrom()
                        .deferred(() -> pool.get().getConnection())
                        .chain(made -> listen(made).onFailure(PgException.class).call(made::close))
                        .subscribe()
                        .with(this::connected, this::failed);
            }
        }

        private Uni<SqlConnection> listen(SqlConnection made) {
            PgConnection postgres = (PgConnection) made.getDelegate();
            postgres.notificationHandler(notification -> heard.accept(notification.getPayload()));
            postgres.closeHandler(ignored -> lost(made));
            return made.query("SELECT quote_ident(" + channelSql + ")")
                    .execute()
                    .map(rows -> rows.iterator().next().getString(0))
                    .chain(channel -> tell(made, "LISTEN " + channel))
                    .replaceWith(made);
        }

        private Uni<?> tell(SqlConnection made, String statement) {
            return made.query(statement)
                    .execute()
                    .invoke(() -> vertx.setTimer(pauseBetween.toMillis(), ignored -> tellAgain(made, statement)));
        }

        private synchronized void tellAgain(SqlConnection made, String statement) {
            if (made.equals(connection)) {
                tell(made, statement).subscribe().with(answered -> {}, failure -> {
                    LOG.debugf("Not told to listen on %s again: %s", channelSql, failure);
                    if (failure instanceof PgException) {
                        made.closeAndForget();
                        lost(made);
                    }
                });
            }
        }

        private void connected(SqlConnection made) {
            synchronized (this) {
                if (closed) {
                    made.closeAndForget();
                    return;
                }
                if (made.equals(lostEarly)) {
                    failed(new IllegalStateException("The connection was lost at once"));
                    return;
                }
                connection = made;
                pause = FIRST_PAUSE;
            }
            listening.run();
        }

        private void lost(SqlConnection made) {
            synchronized (this) {
                if (!made.equals(connection)) {
                    lostEarly = made;
                    return;
                }
                connection = null;
            }
            LOG.debugf("Listening on %s ended", channelSql);
            connect();
        }

        private synchronized void failed(Throwable failure) {
            LOG.debugf("Not listening on %s yet: %s", channelSql, failure);
            vertx.setTimer(pause.toMillis(), ignored -> connect());
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }

        /** Stops listening. */
        @Override
        public synchronized void close() {
            closed = true;
            if (connection != null) {
                connection.closeAndForget();
                connection = null;
            }
        }
    }
}
