package dev.onstage.notifier.delivery;

import org.jspecify.annotations.Nullable;

/**
 * How far one form of a notification came.
 *
 * @param state where it stands
 * @param messageId the message that tells it, null without one
 * @param reason why nothing stands, in plain words; null while open and when all went well
 */
record Telling(
        FormState state,
        @Nullable String messageId,
        @Nullable String reason) {
    /** Nothing was told and nothing was decided against it. */
    static final Telling OPEN = new Telling(FormState.OPEN, null, null);

    static Telling sent(String messageId) {
        return new Telling(FormState.SENT, messageId, null);
    }

    Telling closing(FormState newState, String why) {
        return new Telling(newState, messageId, why);
    }

    boolean is(FormState expected) {
        return state == expected;
    }
}
