package dev.onstage.notifier.outbound;

/** The request was never written: it had no effect. The text holds no address. */
public final class NotSentException extends RuntimeException {
    NotSentException(String receiver, Throwable cause) {
        this("No connection to " + receiver + ": " + cause.getClass().getSimpleName());
    }

    NotSentException(String what) {
        super(what, null, false, false);
    }
}
