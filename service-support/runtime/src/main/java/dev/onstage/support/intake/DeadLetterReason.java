package dev.onstage.support.intake;

import dev.onstage.support.messaging.MalformedEventException;
import io.vertx.pgclient.PgException;
import java.util.stream.Stream;

/**
 * Why a record could not be applied, in words for a header and a log line. Messages of libraries are left out, since they
 * repeat the values they complain about: the reason names the kind of failure and the place in our code.
 */
final class DeadLetterReason {

    private static final int LONGEST = 300;
    private static final int DEEPEST = 10;
    private static final String OURS = "dev.onstage.";

    private DeadLetterReason() {}

    /** One line without control characters. */
    static String of(Throwable failure) {
        Throwable telling = telling(failure);
        if (telling instanceof MalformedEventException malformed) {
            return oneLine(String.valueOf(malformed.getMessage()));
        }
        if (telling instanceof PgException refusal) {
            return "PostgreSQL refuses it (SQLSTATE " + refusal.getSqlState() + ")";
        }
        return oneLine(telling.getClass().getName() + place(telling));
    }

    /** The failure that says most: one of ours or of the database, else the innermost. */
    private static Throwable telling(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Throwable cause = current.getCause();
            if (current instanceof MalformedEventException || current instanceof PgException || cause == null) {
                return current;
            }
            current = cause;
        }
        return current;
    }

    private static String place(Throwable failure) {
        return Stream.of(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> " in " + frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .orElse("");
    }

    private static String oneLine(String text) {
        String bounded = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        StringBuilder line = new StringBuilder(bounded.length());
        bounded.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
