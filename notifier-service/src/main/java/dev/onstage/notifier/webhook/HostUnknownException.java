package dev.onstage.notifier.webhook;

/** A host could not be looked up, now at least: nothing was sent. */
final class HostUnknownException extends RuntimeException {
    private final boolean answered;

    private HostUnknownException(String reason, boolean answered) {
        super(reason, null, false, false);
        this.answered = answered;
    }

    static HostUnknownException noSuchHost() {
        return new HostUnknownException("The receiver's host has no address.", true);
    }

    static HostUnknownException noAnswer() {
        return new HostUnknownException("The receiver's host could not be looked up in time.", false);
    }

    /** Whether somebody said that there is no such host. */
    boolean answered() {
        return answered;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
