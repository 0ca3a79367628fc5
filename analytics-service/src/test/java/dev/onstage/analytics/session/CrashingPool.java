package dev.onstage.analytics.session;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.PreparedQuery;
import io.vertx.mutiny.sqlclient.Query;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The database as a process sees it that dies: from the statement it is told to die at, none is sent any more and no
 * transaction commits, until {@link #restart}.
 */
final class CrashingPool extends Pool {

    /** The process is dead. */
    static final class CrashException extends IllegalStateException {
        private static final long serialVersionUID = 1;

        CrashException() {
            super("The process died here");
        }
    }

    /** Statements that will still be sent: practically without end, unless told to die. */
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    CrashingPool(Pool pool) {
        super(pool.getDelegate());
    }

    /** Dies instead of sending the statement after that many; a commit counts as one. */
    void dieAfter(int statements) {
        left.set(statements);
    }

    /** Whether it died since it was told to. */
    boolean isDead() {
        return left.get() < 0;
    }

    void restart() {
        left.set(Integer.MAX_VALUE);
    }

    private void live() {
        if (left.getAndDecrement() <= 0) {
            throw new CrashException();
        }
    }

    @Override
    public <T> Uni<T> withTransaction(Function<SqlConnection, Uni<T>> work) {
        return super.withTransaction(tx -> work.apply(new Connection(tx)).invoke(this::live));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        live();
        return super.preparedQuery(sql);
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        live();
        return super.query(sql);
    }

    private final class Connection extends SqlConnection {

        Connection(SqlConnection connection) {
            super(connection.getDelegate());
        }

        @Override
        public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
            live();
            return super.preparedQuery(sql);
        }

        @Override
        public Query<RowSet<Row>> query(String sql) {
            live();
            return super.query(sql);
        }
    }
}
