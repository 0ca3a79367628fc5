package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chat message was posted that everybody in the channel sees: of a shadowed one, which only its author sees, there is no
 * event.
 *
 * @param chatChannelCid the chat channel
 * @param messageId the message
 * @param messageType the provider's type, for example {@code regular} or {@code reply}
 * @param userId the author
 * @param displayName the author's name as the provider knows it
 * @param sentAt the provider's {@code message.created_at}
 */
public record ChatMessagePosted(
        String chatChannelCid,
        String messageId,
        String messageType,
        String userId,
        @Nullable String displayName,
        Instant sentAt)
        implements ChatEvent {}
