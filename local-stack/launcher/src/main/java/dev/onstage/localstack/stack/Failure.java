package dev.onstage.localstack.stack;

/** Why the stack could not do what was asked; the exit code a script can rely on. */
public enum Failure {
    /** A program or artifact this machine needs is missing. Code 3 is also the start script's, 4 is a failed build. */
    PREREQUISITE(3),
    /** Another process listens on a port we need. */
    PORT_TAKEN(5),
    /** Not enough room, or no permission to write. */
    STORAGE(6),
    /** A child process ended by itself, or did not become ready. */
    CHILD_CRASHED(7),
    /** The stack is not running, though the command needs it. */
    NOT_RUNNING(8),
    /** The stack is running, though the command needs it stopped. */
    ALREADY_RUNNING(9),
    /** Onstage or a simulator answered with a refusal. */
    REFUSED(10),
    /** Something Onstage promises did not come true. */
    CHECK_FAILED(11);

    private final int exitCode;

    Failure(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The process exit code of a command that failed so. */
    public int exitCode() {
        return exitCode;
    }
}
