package dev.onstage.notifier.stream;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session; any part may be missing while its event is still under way.
 *
 * @param sessionId the session
 * @param channelId its channel
 * @param title the stream's title, the channel's own when the start was never seen, else empty
 * @param broadcasterName who presents, may be empty for the same reason
 * @param startedAt start by the provider's clock
 * @param endedAt end, null while live
 * @param durationSeconds whole seconds, null while live
 * @param figures what analytics computed, null before that
 * @param version grows with every change of the above
 */
public record StreamSession(
        UUID sessionId,
        String channelId,
        String title,
        String broadcasterName,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long durationSeconds,
        @Nullable Figures figures,
        long version) {

    /**
     * Figures of a closed session.
     *
     * @param peakViewers most viewers at one moment
     * @param averageViewers viewers averaged over the duration
     * @param uniqueViewers distinct viewers
     * @param chatMessages messages posted
     * @param chatComplete false when chat may have been lost
     */
    public record Figures(
            int peakViewers, double averageViewers, int uniqueViewers, int chatMessages, boolean chatComplete) {}

    /** Whether the session is over. */
    public boolean isEnded() {
        return endedAt != null;
    }
}
