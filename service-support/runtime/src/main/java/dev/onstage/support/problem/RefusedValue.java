package dev.onstage.support.problem;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Recognises that a database refused a value, whatever the libraries wrap that in. */
final class RefusedValue {
    private static final int DEEPEST = 10;

    /** PostgreSQL, appendix A: data exceptions, such as a text that cannot be stored or a number out of range. */
    private static final String DATA_EXCEPTION = "22";

    private RefusedValue() {}

    /** Whether that is why. */
    static boolean isBehind(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            String state = sqlState(cause);
            if (state != null && state.startsWith(DATA_EXCEPTION)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static @Nullable String sqlState(Throwable failure) {
        if (failure instanceof PgException refusal) {
            return refusal.getSqlState();
        }
        return failure instanceof SQLException refusal ? refusal.getSQLState() : null;
    }

    /** What to tell the client. */
    static ProblemException problem() {
        return new ProblemException(ProblemType.INVALID_REQUEST, "The request holds a value that cannot be stored.")
                .fix("Send text without control characters, and numbers and times of a sensible size.");
    }
}
