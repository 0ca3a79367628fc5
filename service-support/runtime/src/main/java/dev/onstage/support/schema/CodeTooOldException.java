package dev.onstage.support.schema;

import io.quarkus.runtime.PreventFurtherStepsException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema needs newer code than this. To try again is of no use; its message says what to do. Quarkus finds the cause when it
 * is thrown in a start: it writes the sentence without a stack trace and ends the process with {@value #EX_CONFIG}.
 */
public final class CodeTooOldException extends FlywayException {

    private static final long serialVersionUID = 1;

    /** The exit code for a configuration error, see sysexits.h. */
    public static final int EX_CONFIG = 78;

    CodeTooOldException(String message) {
        super(message, new PreventFurtherStepsException(message, EX_CONFIG));
    }

    /** Flyway wraps what its callbacks throw. */
    public static Optional<CodeTooOldException> causeOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CodeTooOldException tooOld) {
                return Optional.of(tooOld);
            }
        }
        return Optional.empty();
    }
}
