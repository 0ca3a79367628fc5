package dev.onstage.localstack.load;

/** Is told what became of each request, once. Always on the generator's one thread. */
public interface Outcomes {

    /** Why there is no answer. */
    enum Broken {
        /** Nobody listened. */
        REFUSED,
        /** The connection ended before the answer. */
        CUT,
        /** The answer did not come within the sender's time; the connection was closed then. */
        TIMED_OUT,
        /** It was never sent: every connection was busy for the whole of the sender's time. */
        NOT_SENT
    }

    /**
     * An answer came.
     *
     * @param nanos since the request was due, so that a server which holds up the generator does not look better for it
     */
    void answered(int number, int status, long nanos);

    /** What an answer that is not 2xx says, its beginning at least, perhaps nothing; told before the answer itself. */
    default void refused(int number, String body) {}

    /** No answer came. */
    void broken(int number, Broken how);
}
