package dev.onstage.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ban was lifted at the provider.
 *
 * @param userId the user
 * @param chatChannelCid where; null for the whole app
 * @param unbannedAt the provider's time
 */
public record UserUnbanned(String userId, @Nullable String chatChannelCid, Instant unbannedAt)
        implements ModerationEvent {}
