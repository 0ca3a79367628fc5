package dev.onstage.events;

import java.time.Instant;
import java.util.UUID;

/**
 * A session began.
 *
 * @param channelId the channel
 * @param seq per-channel sequence number
 * @param epoch the go-live it belongs to
 * @param sessionId ours, UUIDv7
 * @param title the title at this moment
 * @param broadcasterName who presents
 * @param broadcasterUserId the provider's user id of the broadcaster
 * @param callCid the call on air
 * @param startedAt start of the session by the provider's clock, microsecond precision
 */
public record StreamWentLive(
        String channelId,
        long seq,
        long epoch,
        UUID sessionId,
        String title,
        String broadcasterName,
        String broadcasterUserId,
        String callCid,
        Instant startedAt)
        implements LifecycleEvent {}
