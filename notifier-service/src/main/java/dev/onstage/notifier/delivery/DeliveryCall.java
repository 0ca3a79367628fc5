package dev.onstage.notifier.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A call that is about to be made: it stands in its row, so that a crash leaves a trace.
 *
 * @param work the claimed row
 * @param notification the row with the step chosen
 * @param step the call
 * @param content what it sends, null for a deletion
 */
record DeliveryCall(
        Work work,
        Notification notification,
        Step step,
        @Nullable String content) {
    /** The message the step is about, null when it makes a new one. */
    @Nullable String messageId() {
        return switch (step) {
            case POST_LIVE, POST_ENDED -> null;
            case EDIT_LIVE, EDIT_LIVE_INTO_ENDED, DELETE_LIVE ->
                notification.live().messageId();
            case EDIT_ENDED -> notification.ended().messageId();
        };
    }
}
