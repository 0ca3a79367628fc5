package dev.onstage.streamcontrol.broadcast;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a decision depends on besides the broadcast and the trigger.
 *
 * @param channel the channel's configuration
 * @param rules the timings
 * @param now our clock, microseconds
 * @param sessionIds gives the id of a new session
 */
record DecisionContext(ChannelSettings channel, Rules rules, Instant now, Supplier<UUID> sessionIds) {

    /**
     * The timings of the machine.
     *
     * @param startingTimeout how long STARTING waits before a backstage answer means that the start failed
     * @param commandTimeout when a command without an answer counts as lost
     * @param graceExtension how much longer to wait for an encoder the provider could not be asked about
     * @param encoderSettle how long a connection may be missing from the list of participants before that means anything
     * @param doubt how long answers that are behind something that was told are asked for again before they are believed
     */
    record Rules(
            Duration startingTimeout,
            Duration commandTimeout,
            Duration graceExtension,
            Duration encoderSettle,
            Duration doubt) {}
}
