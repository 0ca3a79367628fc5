package dev.onstage.support.schema;

import java.util.Optional;
import org.flywaydb.core.api.FlywayException;

/** The schema needs newer code than this. To try again is of no use; its message says what to do. */
public final class CodeTooOldException extends FlywayException {

    private static final long serialVersionUID = 1;

    CodeTooOldException(String message) {
        super(message);
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
