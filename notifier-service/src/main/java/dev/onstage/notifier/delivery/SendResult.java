package dev.onstage.notifier.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one call came to, sorted by what the caller should do about it. */
public sealed interface SendResult {
    /** In plain words, without any secret: shown in the history. */
    String reason();

    /**
     * Done.
     *
     * @param messageId the message that stands, null after a deletion
     */
    record Done(@Nullable String messageId) implements SendResult {
        @Override
        public String reason() {
            return "";
        }
    }

    /** Surely not done, and worth another try after a growing delay. */
    record TryAgain(String reason) implements SendResult {}

    /**
     * Surely not done: too many calls. Not counted as a try.
     *
     * @param delay at least this long
     * @param reach who must wait
     */
    record Limited(String reason, Duration delay, Reach reach) implements SendResult {}

    /** Who a limit concerns. */
    enum Reach {
        /** The destination that was called. */
        DESTINATION,
        /** All destinations of its kind. */
        KIND,
        /**
         * All of its kind, since the receiver lets nothing from this address through: afterwards one call at a time shows
         * whether it does again.
         */
        KIND_BLOCKED
    }

    /**
     * This content will never be accepted.
     *
     * @param becauseOfLinks whether the same content without links may be
     */
    record Refused(String reason, boolean becauseOfLinks) implements SendResult {}

    /**
     * The destination does not exist or does not let us in: it is switched off at once.
     *
     * @param forgetAddress whether the address can never work again
     */
    record DestinationGone(String reason, boolean forgetAddress) implements SendResult {}

    /** Not allowed; the destination is switched off when it happens again and again. */
    record Forbidden(String reason) implements SendResult {}

    /**
     * The thread the message was to go to is gone.
     *
     * @param withLiveMessage whether it was that of the live message, which is gone with it; otherwise it was the
     *     destination's, whose messages go to the destination itself from here on
     */
    record ThreadGone(String reason, boolean withLiveMessage) implements SendResult {}

    /** The message to edit or delete is gone. */
    record MessageGone(String reason) implements SendResult {}

    /** The message stands but may no longer be edited. */
    record EditRefused(String reason) implements SendResult {}

    /** The call was written and its answer never seen. */
    record Unknown(String reason) implements SendResult {}
}
