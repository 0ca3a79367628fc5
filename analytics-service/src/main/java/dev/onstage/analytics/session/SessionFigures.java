package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.Window;

/**
 * The figures of a session.
 *
 * @param durationSeconds whole seconds
 * @param totalMinutes the duration in minutes, rounded half up
 * @param peakViewers most viewers at one moment
 * @param averageViewers viewers averaged over the duration, two decimals
 * @param uniqueViewers distinct user ids
 * @param watchMinutes stays added up, rounded half up
 * @param chatMessages messages posted and not deleted
 * @param chatters their distinct authors
 * @param deletedMessages messages posted and deleted
 * @param encoderGapCount how often the encoder was gone
 * @param encoderGapSeconds how long together, whole seconds
 * @param presenceComplete whether the stays explain every count of the provider
 * @param chatComplete false when webhooks were evidently lost
 */
record SessionFigures(
        long durationSeconds,
        long totalMinutes,
        int peakViewers,
        double averageViewers,
        int uniqueViewers,
        long watchMinutes,
        int chatMessages,
        int chatters,
        int deletedMessages,
        int encoderGapCount,
        long encoderGapSeconds,
        boolean presenceComplete,
        boolean chatComplete) {

    static long durationSeconds(Window window) {
        return window.length().toSeconds();
    }

    static long totalMinutes(Window window) {
        return window.length().plusSeconds(30).toMinutes();
    }
}
