package dev.onstage.analytics.stats;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A session and its figures, of a live one as of a few seconds ago.
 *
 * @param endedAt null while live
 * @param totalMinutes rounded half up
 * @param peakViewers most viewers at one moment, the broadcaster never counted
 * @param averageViewers over the duration, two decimals
 * @param uniqueViewers distinct user ids
 * @param watchMinutes stays added up, rounded half up
 * @param currentViewers 0 once ended
 * @param chatMessages posted and not deleted
 * @param chatters their distinct authors
 * @param deletedMessages posted and deleted
 * @param encoderGapCount how often the encoder was gone
 * @param encoderGapSeconds how long together; a gap that lasts is counted until the end
 * @param endReason null while live
 * @param revision 0 while live, then growing with each correction
 * @param presenceComplete false while the provider's counts say that joins or leaves are missing
 * @param chatComplete false when webhooks were lost: chat of that time cannot be had back
 */
@Schema(name = "SessionSummary")
public record SessionSummary(
        UUID sessionId,
        String channelId,
        String title,
        Instant startedAt,
        @Nullable Instant endedAt,
        boolean live,
        long totalMinutes,
        long durationSeconds,
        int peakViewers,
        double averageViewers,
        int uniqueViewers,
        long watchMinutes,
        int currentViewers,
        int chatMessages,
        int chatters,
        int deletedMessages,
        int encoderGapCount,
        long encoderGapSeconds,
        @Nullable String endReason,
        long revision,
        boolean presenceComplete,
        boolean chatComplete) {}
