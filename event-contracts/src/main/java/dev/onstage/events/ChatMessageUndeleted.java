package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deleted chat message was brought back: it counts again, unless it was deleted after {@code undeletedAt}. Carries what is
 * needed to count it even when the post itself was lost.
 *
 * @param chatChannelCid the chat channel
 * @param messageId the message
 * @param messageType the provider's type, for example {@code regular} or {@code reply}
 * @param userId the author, null when the provider does not say
 * @param sentAt when it had been posted
 * @param undeletedAt the provider's time of the event
 */
public record ChatMessageUndeleted(
        String chatChannelCid,
        String messageId,
        String messageType,
        @Nullable String userId,
        Instant sentAt,
        Instant undeletedAt)
        implements ChatEvent {}
