package dev.onstage.events;

import java.time.Instant;
import java.util.UUID;

/**
 * The encoder went away while live; the session goes on until the grace period is over.
 *
 * @param channelId the channel
 * @param seq per-channel sequence number
 * @param epoch the go-live it belongs to
 * @param sessionId the session
 * @param lostAt since when
 * @param graceEndsAt when the session ends unless the encoder is back
 */
public record EncoderLost(String channelId, long seq, long epoch, UUID sessionId, Instant lostAt, Instant graceEndsAt)
        implements LifecycleEvent {}
