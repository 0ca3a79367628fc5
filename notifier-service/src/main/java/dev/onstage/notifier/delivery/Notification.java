package dev.onstage.notifier.delivery;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was told one destination about one session, and what is under way.
 *
 * @param sessionId the session
 * @param destinationId the destination's row
 * @param desiredVersion the session version that should be told
 * @param sentVersion the session version last told, 0 for none
 * @param live how far the live message came
 * @param liveMessageId the live message, null before it stands
 * @param ended how far the end was told
 * @param endedMessageId the message that tells the end, null before it stands
 * @param editsClosed whether the message that stands can no longer be edited
 * @param withoutLinks whether links were refused
 * @param content what was sent last, null for nothing
 * @param step the call last chosen, null for none
 * @param tries failed tries of that step
 * @param resends times that step was repeated after an unknown outcome
 */
record Notification(
        UUID sessionId,
        UUID destinationId,
        long desiredVersion,
        long sentVersion,
        FormState live,
        @Nullable String liveMessageId,
        FormState ended,
        @Nullable String endedMessageId,
        boolean editsClosed,
        boolean withoutLinks,
        @Nullable String content,
        @Nullable Step step,
        int tries,
        int resends) {

    /** The row of a session nothing was told about. */
    static Notification untold(UUID sessionId, UUID destinationId, long desiredVersion) {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                0,
                FormState.OPEN,
                null,
                FormState.OPEN,
                null,
                false,
                false,
                null,
                null,
                0,
                0);
    }

    /** Chooses the next call; counters start again when it is another one. */
    Notification choosing(Step next) {
        return next == step ? this : with(live, liveMessageId, ended, endedMessageId, editsClosed, next, 0, 0);
    }

    /** Counts a failed try. */
    Notification tried() {
        return with(live, liveMessageId, ended, endedMessageId, editsClosed, step, tries + 1, resends);
    }

    /** Counts a repetition after an unknown outcome. */
    Notification resent() {
        return with(live, liveMessageId, ended, endedMessageId, editsClosed, step, tries, resends + 1);
    }

    /** A form reached a state without a message of its own. */
    Notification closing(Form form, FormState state) {
        return form == Form.LIVE
                ? with(state, liveMessageId, ended, endedMessageId, editsClosed, step, tries, resends)
                : with(live, liveMessageId, state, endedMessageId, editsClosed, step, tries, resends);
    }

    /** The live message stands. */
    Notification liveSent(String messageId) {
        return with(FormState.SENT, messageId, ended, endedMessageId, false, null, 0, 0);
    }

    /** The end was told by this message. */
    Notification endedSent(String messageId) {
        return with(live, liveMessageId, FormState.SENT, messageId, false, null, 0, 0);
    }

    /** The message that stands takes no more edits. */
    Notification closingEdits() {
        return with(live, liveMessageId, ended, endedMessageId, true, step, 0, 0);
    }

    /** What was just sent. */
    Notification told(long version, @Nullable String sent) {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                version,
                live,
                liveMessageId,
                ended,
                endedMessageId,
                editsClosed,
                withoutLinks,
                sent,
                step,
                tries,
                resends);
    }

    /** From here on without links. */
    Notification droppingLinks() {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                sentVersion,
                live,
                liveMessageId,
                ended,
                endedMessageId,
                editsClosed,
                true,
                content,
                step,
                tries,
                resends);
    }

    FormState stateOf(Form form) {
        return form == Form.LIVE ? live : ended;
    }

    private Notification with(
            FormState newLive,
            @Nullable String newLiveMessageId,
            FormState newEnded,
            @Nullable String newEndedMessageId,
            boolean newEditsClosed,
            @Nullable Step newStep,
            int newTries,
            int newResends) {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                sentVersion,
                newLive,
                newLiveMessageId,
                newEnded,
                newEndedMessageId,
                newEditsClosed,
                withoutLinks,
                content,
                newStep,
                newTries,
                newResends);
    }
}
