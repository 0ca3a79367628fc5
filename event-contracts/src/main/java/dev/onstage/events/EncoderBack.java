package dev.onstage.events;

import java.time.Instant;
import java.util.UUID;

/**
 * The encoder is back within the grace period; closes the gap opened by {@link EncoderLost}.
 *
 * @param channelId the channel
 * @param seq per-channel sequence number
 * @param epoch the go-live it belongs to
 * @param sessionId the session
 * @param backAt since when
 */
public record EncoderBack(String channelId, long seq, long epoch, UUID sessionId, Instant backAt)
        implements LifecycleEvent {}
