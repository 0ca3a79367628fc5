package dev.onstage.support.database;

import io.vertx.core.Closeable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Connects and logs in, or gives up in time. The client alone would not: when its idle timeout is over it says goodbye to PostgreSQL
 * and waits for an answer to that, and whoever waited for the connection would be lost. A connection that comes too late is closed.
 */
final class LogIns implements Closeable {
    private final ConnectionFactory factory;
    private final Duration patience;
    private final Set<Promise<SqlConnection>> underWay = ConcurrentHashMap.newKeySet();

    LogIns(ConnectionFactory factory, Duration patience) {
        this.factory = factory;
        this.patience = patience;
    }

    /** Begins one; it ends on that context. */
    Future<SqlConnection> begin(Context context) {
        Promise<SqlConnection> attempt = ((ContextInternal) context).promise();
        underWay.add(attempt);
        long timer = context.owner()
                .setTimer(patience.toMillis(), ignored -> attempt.tryFail(ClosedConnectionException.INSTANCE));
        factory.connect(context).onComplete(connected -> {
            if (connected.failed()) {
                attempt.tryFail(connected.cause());
            } else if (!attempt.tryComplete(connected.result())) {
                connected.result().close();
            }
        });
        return attempt.future().onComplete(over -> {
            context.owner().cancelTimer(timer);
            underWay.remove(attempt);
        });
    }

    /** At the end of the process nobody waits for a server. */
    @Override
    public void close(Promise<Void> completion) {
        underWay.forEach(attempt -> attempt.tryFail(ClosedConnectionException.INSTANCE));
        factory.close(Promise.promise());
        completion.complete();
    }
}
