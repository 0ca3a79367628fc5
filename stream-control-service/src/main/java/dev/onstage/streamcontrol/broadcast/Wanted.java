package dev.onstage.streamcontrol.broadcast;

/** What a decision wants done at the provider once it is committed. */
enum Wanted {
    /** Send {@code go_live}; the command is recorded as in flight. */
    GO_LIVE,
    /** Send {@code stop_live}; the command is recorded as in flight. */
    STOP_LIVE,
    /** Read the call: what was reported is only a hint. */
    READ_CALL,
    /** Ask whether the broadcaster's user is in the call. */
    FIND_ENCODER
}
