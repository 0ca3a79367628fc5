package dev.onstage.notifier.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One session at one destination: what should be told and what was.
 *
 * @param sessionId the session
 * @param destinationId the destination
 * @param desiredVersion the session's version that should be told
 * @param sentVersion the session's version that was told last
 * @param live how far the start came
 * @param ended how far the end came
 * @param editsClosed whether the message that stands takes no more edits
 * @param withoutLinks whether the receiver refused our addresses
 * @param content what was sent last, null for nothing
 * @param sentAt when, null for never
 * @param byHand whether a person had it tried again, however old the news is
 * @param step the call last chosen, null for none
 * @param tries failed tries of that step
 * @param resends times that step was repeated after an unknown outcome
 */
record Notification(
        UUID sessionId,
        UUID destinationId,
        long desiredVersion,
        long sentVersion,
        Telling live,
        Telling ended,
        boolean editsClosed,
        boolean withoutLinks,
        @Nullable String content,
        @Nullable Instant sentAt,
        boolean byHand,
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
                Telling.OPEN,
                Telling.OPEN,
                false,
                false,
                null,
                null,
                false,
                null,
                0,
                0);
    }

    /** Chooses the next call; counters start again when it is another one. */
    Notification choosing(Step next) {
        return next == step ? this : counting(next, 0, 0);
    }

    /** Counts a failed try. */
    Notification tried() {
        return counting(step, tries + 1, resends);
    }

    /** Counts a repetition after an unknown outcome. */
    Notification resent() {
        return counting(step, tries, resends + 1);
    }

    /** The step is done with, so that the next one of its kind begins anew. */
    Notification finishing() {
        return counting(null, 0, 0);
    }

    /** A form reached a state without a message of its own. */
    Notification closing(Form form, FormState state, String why) {
        return form == Form.LIVE
                ? standing(live.closing(state, why), ended, editsClosed)
                : standing(live, ended.closing(state, why), editsClosed);
    }

    /** The live message is gone and nothing refers to it any more. */
    Notification losingLive(String why) {
        return standing(new Telling(FormState.DELETED, null, why), ended, editsClosed);
    }

    /** The live message stands. */
    Notification liveSent(String messageId) {
        return standing(Telling.sent(messageId), ended, false).counting(null, 0, 0);
    }

    /** The end was told by this message. */
    Notification endedSent(String messageId) {
        return standing(live, Telling.sent(messageId), false).counting(null, 0, 0);
    }

    /** The message that stands takes no more edits. */
    Notification closingEdits() {
        return standing(live, ended, true).counting(step, 0, 0);
    }

    /** This version needs no more telling, though nothing was sent. */
    Notification told(long version) {
        return sending(version, content, sentAt);
    }

    /** What was just sent; it was what a person may have asked for. */
    Notification sent(long version, @Nullable String sentContent, Instant at) {
        return sending(version, sentContent, at).asked(false);
    }

    /** From here on without links. */
    Notification droppingLinks() {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                sentVersion,
                live,
                ended,
                editsClosed,
                true,
                content,
                sentAt,
                byHand,
                step,
                tries,
                resends);
    }

    Telling telling(Form form) {
        return form == Form.LIVE ? live : ended;
    }

    FormState stateOf(Form form) {
        return telling(form).state();
    }

    private Notification counting(@Nullable Step newStep, int newTries, int newResends) {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                sentVersion,
                live,
                ended,
                editsClosed,
                withoutLinks,
                content,
                sentAt,
                byHand,
                newStep,
                newTries,
                newResends);
    }

    private Notification standing(Telling newLive, Telling newEnded, boolean newEditsClosed) {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                sentVersion,
                newLive,
                newEnded,
                newEditsClosed,
                withoutLinks,
                content,
                sentAt,
                byHand,
                step,
                tries,
                resends);
    }

    private Notification asked(boolean nowByHand) {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                sentVersion,
                live,
                ended,
                editsClosed,
                withoutLinks,
                content,
                sentAt,
                nowByHand,
                step,
                tries,
                resends);
    }

    private Notification sending(long version, @Nullable String newContent, @Nullable Instant newSentAt) {
        return new Notification(
                sessionId,
                destinationId,
                desiredVersion,
                version,
                live,
                ended,
                editsClosed,
                withoutLinks,
                newContent,
                newSentAt,
                byHand,
                step,
                tries,
                resends);
    }
}
