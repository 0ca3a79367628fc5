package dev.onstage.notifier.webhook;

/** A receiver may not be called. The text says why, for a person, and holds no path. */
final class ReceiverRefusedException extends RuntimeException {
    ReceiverRefusedException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
