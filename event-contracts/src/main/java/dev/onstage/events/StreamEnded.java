package dev.onstage.events;

import java.time.Instant;
import java.util.UUID;

/**
 * A session ended.
 *
 * @param channelId the channel
 * @param seq per-channel sequence number
 * @param epoch the go-live it belongs to
 * @param sessionId the session
 * @param startedAt as in {@link StreamWentLive}
 * @param endedAt not before {@code startedAt}
 * @param durationSeconds whole seconds, encoder gaps included
 * @param totalMinutes the duration in minutes, rounded half up
 * @param reason why it ended
 */
public record StreamEnded(
        String channelId,
        long seq,
        long epoch,
        UUID sessionId,
        Instant startedAt,
        Instant endedAt,
        long durationSeconds,
        long totalMinutes,
        EndReason reason)
        implements LifecycleEvent {}
