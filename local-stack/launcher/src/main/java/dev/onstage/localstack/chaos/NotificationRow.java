package dev.onstage.localstack.chaos;

import org.jspecify.annotations.Nullable;

/**
 * What the notifier believes about one session at one destination: a row of {@code notification_messages}.
 *
 * @param state {@code SETTLED} once there is nothing left to do
 * @param live how far the live message came
 * @param liveMessageId the live message, null when none is known
 * @param ended how far the end was told
 * @param endedMessageId the message that tells the end, null when none is known
 */
record NotificationRow(
        String state,
        String live,
        @Nullable String liveMessageId,
        String ended,
        @Nullable String endedMessageId) {

    boolean knows(String messageId) {
        return messageId.equals(liveMessageId) || messageId.equals(endedMessageId);
    }
}
