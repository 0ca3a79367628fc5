package dev.onstage.support.problem;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognises what a request fails with while a server that the service needs stops, starts, hangs or is away. */
public final class AbsentServer {
    private static final int DEEPEST = 10;
    private static final int RETRY_SECONDS = 2;

    /**
     * PostgreSQL, appendix A: connection exceptions, the shutdowns, "the database system is starting up", no slot for a
     * connection.
     */
    private static final List<String> SQL_STATES = List.of("08", "57P01", "57P02", "57P03", "53300");

    private AbsentServer() {}

    /** Whether that is why, looking through what the libraries wrap it in. */
    public static boolean isBehind(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (isOne(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOne(Throwable failure) {
        if (failure instanceof PgException refusal) {
            return isOne(refusal.getSqlState());
        }
        return failure instanceof SocketException
                || failure instanceof UnknownHostException
                || failure instanceof ClosedConnectionException
                || failure instanceof ConnectionPoolTooBusyException
                || isToldByTheClient(failure);
    }

    /**
     * Whether a client of a server says so in its own words: Vert.x has no types for a connection that was lost while somebody
     * waited for it, for a pool without a free connection, and for one that is closed.
     */
    public static boolean isToldByTheClient(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || !failure.getClass().getName().startsWith("io.vertx.")) {
            return false;
        }
        String said = message.toLowerCase(Locale.ROOT);
        return said.startsWith("timeout") || said.contains("pool") || said.contains("connection");
    }

    private static boolean isOne(@Nullable String sqlState) {
        return sqlState != null && SQL_STATES.stream().anyMatch(sqlState::startsWith);
    }

    /** What to tell the client, without saying where the server is. */
    static ProblemException problem() {
        return new ProblemException(ProblemType.OVERLOADED, "A server this needs does not answer at the moment.")
                .with(ProblemException.RETRY_AFTER_SECONDS, RETRY_SECONDS)
                .fix("Try again in a moment; if it goes on, look at the log of this service.");
    }
}
