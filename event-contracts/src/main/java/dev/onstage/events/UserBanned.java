package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user was banned at the provider.
 *
 * @param userId the banned user
 * @param chatChannelCid where; null for the whole app
 * @param expiresAt until when; null for ever
 * @param bannedAt the provider's time
 */
public record UserBanned(
        String userId,
        @Nullable String chatChannelCid,
        @Nullable Instant expiresAt,
        Instant bannedAt) implements ModerationEvent {}
