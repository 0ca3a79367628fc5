package dev.onstage.localstack.stack;

/** A failure whose message is written for the person at the terminal: what is wrong and what to do. Holds no secret. */
public final class StackException extends RuntimeException {

    private final Failure failure;

    /** A failure without an underlying error. */
    public StackException(Failure failure, String message) {
        super(message);
        this.failure = failure;
    }

    /** A failure caused by another one. */
    public StackException(Failure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /** The kind of failure. */
    public Failure failure() {
        return failure;
    }
}
