package dev.onstage.notifier.destination;

import java.util.UUID;

/**
 * What a call to a destination needs.
 *
 * @param id its row
 * @param channelId the channel it belongs to
 * @param name its name within the channel
 * @param kind which sender serves it
 * @param addressVersion which of its addresses this is
 * @param target where to; secret inside
 * @param presentation how messages look
 */
public record Destination(
        UUID id,
        String channelId,
        String name,
        String kind,
        long addressVersion,
        Target target,
        Presentation presentation) {}
