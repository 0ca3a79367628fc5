package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;

/**
 * A command that is being sent to the provider. It is recorded before it is sent, so that no second one is sent while the
 * first may still take effect.
 *
 * @param kind which command
 * @param epoch the broadcast's epoch when it was decided
 * @param since when it was decided
 * @param until from then on it counts as lost: its sender is gone, and the provider is asked what happened
 */
record CommandInFlight(Kind kind, long epoch, Instant since, Instant until) {

    /** The commands that change a call. */
    enum Kind {
        GO_LIVE,
        STOP_LIVE
    }

    boolean mayStillArrive(Instant now) {
        return now.isBefore(until);
    }
}
