package dev.onstage.notifier.destination;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A destination as it may be shown.
 *
 * @param destinationId its name within the channel
 * @param channelId the channel
 * @param kind {@code discord}
 * @param url the masked address
 * @param enabled whether anything is sent
 * @param notifyOnLive whether a start is told
 * @param notifyOnEnd whether an end is told
 * @param atEnd how the end is told
 * @param onUnknown what happens when a post may or may not have arrived
 * @param switchedOff why it is off without having been asked, else null
 * @param createdAt when it was made
 * @param updatedAt when it was last saved
 */
public record DestinationResponse(
        String destinationId,
        String channelId,
        String kind,
        String url,
        boolean enabled,
        boolean notifyOnLive,
        boolean notifyOnEnd,
        AtEnd atEnd,
        OnUnknown onUnknown,
        @Nullable SwitchedOff switchedOff,
        Instant createdAt,
        Instant updatedAt) {

    /** Why and when the notifier switched a destination off. */
    public record SwitchedOff(String reason, Instant at) {}

    static DestinationResponse from(DestinationEntity entity) {
        SwitchedOff switchedOff = entity.switchedOffReason == null || entity.switchedOffAt == null
                ? null
                : new SwitchedOff(entity.switchedOffReason, entity.switchedOffAt);
        return new DestinationResponse(
                entity.name,
                entity.channelId,
                entity.kind,
                entity.maskedAddress,
                entity.enabled,
                entity.notifyOnLive,
                entity.notifyOnEnd,
                entity.atEnd,
                entity.onUnknown,
                switchedOff,
                entity.createdAt,
                entity.updatedAt);
    }
}
