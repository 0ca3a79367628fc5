package dev.onstage.events;

import java.time.Instant;

/**
 * The notifier stopped using a destination, because its receiver says that it is gone or lets nobody in.
 *
 * @param channelId the channel
 * @param destinationId the destination's name within the channel
 * @param kind the kind of destination
 * @param reason why, in plain words
 * @param switchedOffAt when
 */
public record DestinationSwitchedOff(
        String channelId, String destinationId, String kind, String reason, Instant switchedOffAt)
        implements NotificationEvent {}
