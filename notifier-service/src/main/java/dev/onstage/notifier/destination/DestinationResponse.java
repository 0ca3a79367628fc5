package dev.onstage.notifier.destination;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onstage.notifier.template.MessageTemplate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A destination as it may be shown.
 *
 * @param destinationId its name within the channel
 * @param channelId the channel
 * @param kind {@code discord} or {@code webhook}
 * @param url the masked address
 * @param signingSecret one that was made just now, or is written here as receivers read it: told in this answer
 *     only
 * @param enabled whether anything is sent
 * @param notifyOnLive whether a start is told
 * @param notifyOnEnd whether an end is told
 * @param atEnd how the end is told
 * @param onUnknown what happens when a post may or may not have arrived
 * @param coolDownSeconds how long after a session that was told the next one is not
 * @param ping who is pinged when a stream goes live, null for nobody
 * @param username the name that messages are posted under, null for the receiver's own
 * @param avatarUrl the picture beside it, null for the receiver's own
 * @param threadId the thread that messages go to, null for none
 * @param threadName the name of the thread that each session opens, null for none
 * @param template the words; what is missing is said as by default
 * @param switchedOff why it is off without having been asked, else null
 * @param lastSuccess the last call that was accepted, null for none
 * @param lastError the last call that was not, null for none; older than {@code lastSuccess} when all is well again
 * @param createdAt when it was made
 * @param updatedAt when it was last saved
 */
public record DestinationResponse(
        String destinationId,
        String channelId,
        String kind,
        String url,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String signingSecret,
        boolean enabled,
        boolean notifyOnLive,
        boolean notifyOnEnd,
        AtEnd atEnd,
        OnUnknown onUnknown,
        int coolDownSeconds,
        @Nullable String ping,
        @Nullable String username,
        @Nullable String avatarUrl,
        @Nullable String threadId,
        @Nullable String threadName,
        MessageTemplate template,
        @Nullable SwitchedOff switchedOff,
        @Nullable LastCall lastSuccess,
        @Nullable LastCall lastError,
        Instant createdAt,
        Instant updatedAt) {

    /** Why and when the notifier switched a destination off. */
    public record SwitchedOff(String reason, Instant at) {}

    /**
     * What became of a call.
     *
     * @param at when it was made
     * @param reason what was wrong, in plain words; empty when nothing was
     * @param status the HTTP status, null without an answer
     * @param code the receiver's own error code, null without one
     */
    public record LastCall(
            Instant at,
            String reason,
            @Nullable Integer status,
            @Nullable Integer code) {}

    static DestinationResponse from(
            DestinationEntity entity, Presentation presentation, LastCalls.Pair calls, @Nullable String madeSecret) {
        SwitchedOff switchedOff = entity.switchedOffReason == null || entity.switchedOffAt == null
                ? null
                : new SwitchedOff(entity.switchedOffReason, entity.switchedOffAt);
        return new DestinationResponse(
                entity.name,
                entity.channelId,
                entity.kind,
                entity.maskedAddress,
                madeSecret,
                entity.enabled,
                entity.notifyOnLive,
                entity.notifyOnEnd,
                entity.atEnd,
                entity.onUnknown,
                entity.coolDownSeconds,
                presentation.ping(),
                presentation.username(),
                presentation.avatarUrl(),
                presentation.threadId(),
                presentation.threadName(),
                presentation.template(),
                switchedOff,
                calls.success(),
                calls.error(),
                entity.createdAt,
                entity.updatedAt);
    }
}
