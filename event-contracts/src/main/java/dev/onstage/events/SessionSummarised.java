package dev.onstage.events;

import java.time.Instant;
import java.util.UUID;

/**
 * The figures of a closed session. Comes again with a higher {@code revision} when late events changed them; a reader
 * drops a revision not greater than the last it applied.
 *
 * @param channelId the channel
 * @param sessionId the session
 * @param revision from 1
 * @param startedAt start
 * @param endedAt end
 * @param totalMinutes duration in minutes, rounded half up
 * @param peakViewers most viewers at one moment, the broadcaster excluded
 * @param averageViewers viewers averaged over the duration
 * @param uniqueViewers distinct user ids
 * @param watchMinutes summed presence in minutes, rounded half up
 * @param chatMessages messages posted, deleted ones excluded
 * @param chatters distinct authors
 * @param presenceComplete false while lost presence could not be repaired yet
 * @param chatComplete false when chat may have been lost, which nothing can repair
 */
public record SessionSummarised(
        String channelId,
        UUID sessionId,
        long revision,
        Instant startedAt,
        Instant endedAt,
        long totalMinutes,
        int peakViewers,
        double averageViewers,
        int uniqueViewers,
        long watchMinutes,
        int chatMessages,
        int chatters,
        boolean presenceComplete,
        boolean chatComplete)
        implements SessionEvent {}
