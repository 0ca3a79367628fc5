package dev.onstage.streamcontrol.broadcast;

/** Why a command was refused. Nothing changed. */
enum Refusal {
    NOT_PROVISIONED,
    ENCODER_NOT_CONNECTED,
    ALREADY_LIVE,
    NOT_LIVE,
    /** A previous command is not settled. */
    BUSY,
    /** The provider has not confirmed an earlier stop. */
    STOP_OWED,
    /** The stream is on the call that the channel is to leave. */
    CALL_IN_USE,
    /** An encoder sends to the call that the channel is to leave. */
    ENCODER_CONNECTED
}
