package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chat message was deleted. Carries what is needed to count it even when the post itself was lost.
 *
 * @param chatChannelCid the chat channel
 * @param messageId the message
 * @param userId the author, null when the provider does not say
 * @param sentAt when it had been posted
 * @param deletedAt when it was deleted
 */
public record ChatMessageDeleted(
        String chatChannelCid, String messageId, @Nullable String userId, Instant sentAt, Instant deletedAt)
        implements ChatEvent {}
