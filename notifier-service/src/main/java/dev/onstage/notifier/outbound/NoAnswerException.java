package dev.onstage.notifier.outbound;

/** The request was written, at least in part, and its answer never read: nobody knows its effect. The text holds no address. */
public final class NoAnswerException extends RuntimeException {
    NoAnswerException(String receiver, Throwable cause) {
        super("No answer from " + receiver + ": " + cause.getClass().getSimpleName(), null, false, false);
    }
}
