package dev.onstage.support.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.onstage.support.messaging.MalformedEventException;
import dev.onstage.support.problem.AbsentServer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** What a failure says about the records at work. The only place that tells failures that pass from those that stay. */
enum Verdict {
    /** The records are not at fault: a server is away, a transaction lost a race, the process is out of memory. */
    WAIT,
    /** One of the records can never be applied. */
    REFUSE,
    /** Nobody foresaw this failure. A record that brings it again and again, while others pass, is at fault. */
    DOUBT;

    private static final int DEEPEST = 10;

    /**
     * SQLSTATE classes (PostgreSQL, appendix A) of what passes or is for the operator to mend: connections, transaction
     * states, logins, missing catalogs and schemas, rollbacks, missing tables and rights, resources, locks, shutdowns, I/O.
     */
    private static final List<String> PASSING_STATES =
            List.of("08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "XX");

    /**
     * SQLSTATE classes of what a value does: data, sizes beyond the limits of PostgreSQL. Not constraints (23): what a row refers
     * to may be deleted, and an equal row be written, at the same moment by somebody else, and the next attempt finds it done.
     */
    private static final List<String> PERMANENT_STATES = List.of("22", "54");

    /** The verdict on a failure, looking through what libraries wrap it in: the outermost that says something decides. */
    static Verdict of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            Verdict verdict = ofOne(cause);
            if (verdict != DOUBT) {
                return verdict;
            }
            cause = cause.getCause();
        }
        return DOUBT;
    }

    private static Verdict ofOne(Throwable failure) {
        if (failure instanceof PgException refusal) {
            return ofState(refusal.getSqlState());
        }
        if (isPermanent(failure)) {
            return REFUSE;
        }
        return isPassing(failure) ? WAIT : DOUBT;
    }

    private static Verdict ofState(@Nullable String sqlState) {
        if (sqlState == null || PASSING_STATES.stream().anyMatch(sqlState::startsWith)) {
            return WAIT;
        }
        return PERMANENT_STATES.stream().anyMatch(sqlState::startsWith) ? REFUSE : DOUBT;
    }

    private static boolean isPermanent(Throwable failure) {
        return failure instanceof MalformedEventException
                || failure instanceof JsonProcessingException
                || failure instanceof CharacterCodingException
                || failure instanceof ZipException
                || failure instanceof DateTimeException
                || failure instanceof ArithmeticException;
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof PassingFailure
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || failure instanceof InterruptedException
                || failure instanceof CancellationException
                || failure instanceof RejectedExecutionException
                || failure instanceof RetriableException
                || failure instanceof ClosedConnectionException
                || failure instanceof ConnectionPoolTooBusyException
                || isOfTheProcess(failure)
                || AbsentServer.isToldByTheClient(failure);
    }

    /** A stack that overflows is the record's doing; memory and classes that are missing are not. */
    static boolean isOfTheProcess(Throwable failure) {
        return failure instanceof LinkageError
                || (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError));
    }
}
