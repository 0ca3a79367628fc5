package dev.onstage.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was to be told of a session at one destination came to an end: it stands, or it will not. Edits of a message that
 * stands are no news. One that had settled may settle again, when a person has it tried once more or the message is
 * removed.
 *
 * @param channelId the channel
 * @param destinationId the destination's name within the channel
 * @param kind the kind of destination
 * @param sessionId the session
 * @param form {@code LIVE} or {@code ENDED}
 * @param state {@code SENT, UNKNOWN, FAILED, SKIPPED, DELETED}
 * @param reason why, in plain words; null for {@code SENT}
 * @param settledAt when
 */
public record NotificationSettled(
        String channelId,
        String destinationId,
        String kind,
        UUID sessionId,
        String form,
        String state,
        @Nullable String reason,
        Instant settledAt)
        implements NotificationEvent {}
