package dev.onstage.streamcontrol.broadcast;

/** A broadcast does not allow a command. Carries no trace: it is an answer. */
final class RefusedException extends RuntimeException {

    private final Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
