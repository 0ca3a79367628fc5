package dev.onstage.notifier.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message of a session at a destination.
 *
 * @param sessionId the session, null for a test message
 * @param form {@code LIVE}, {@code ENDED} or {@code TEST}
 * @param state {@code PENDING}, {@code SENDING}, or a {@link FormState} other than {@code OPEN}
 * @param messageId the message that stands, null without one
 * @param reason why nothing stands, in plain words; null while pending and when all went well
 * @param nextAttemptAt when a pending message is looked at next, else null; a pause of all calls may make it later
 * @param attempts every call, oldest first
 */
public record DeliveryResponse(
        @Nullable UUID sessionId,
        String form,
        String state,
        @Nullable String messageId,
        @Nullable String reason,
        @Nullable Instant nextAttemptAt,
        List<AttemptResponse> attempts) {

    /**
     * One call.
     *
     * @param at when it was made
     * @param step what it did
     * @param status the HTTP status, null when no answer came
     * @param code the receiver's error code, null without one
     * @param outcome {@code SENT, RETRY, LIMITED, REFUSED, GONE, UNKNOWN}
     * @param reason in plain words, empty when all went well
     */
    public record AttemptResponse(
            Instant at,
            String step,
            @Nullable Integer status,
            @Nullable Integer code,
            String outcome,
            String reason) {}
}
