package dev.onstage.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides what follows from a call: the retry decision, as a plain function. */
final class DeliveryRules {
    /** Refusals for missing access in a row after which a destination is switched off. */
    static final int FORBIDDEN_IN_A_ROW = 3;

    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final int maxTries;
    private final Backoff backoff;

    DeliveryRules(int maxTries, Backoff backoff) {
        this.maxTries = maxTries;
        this.backoff = backoff;
    }

    /** The delay before the next try, given how many have failed. */
    interface Backoff {
        Duration after(int tries);
    }

    /** How a call is called in the history. */
    enum Outcome {
        SENT,
        RETRY,
        LIMITED,
        REFUSED,
        GONE,
        UNKNOWN;

        /** How a call with this result is called. */
        static Outcome of(SendResult result) {
            if (result instanceof SendResult.Done) {
                return SENT;
            }
            if (result instanceof SendResult.TryAgain) {
                return RETRY;
            }
            if (result instanceof SendResult.Limited) {
                return LIMITED;
            }
            if (result instanceof SendResult.Unknown) {
                return UNKNOWN;
            }
            boolean isGone = result instanceof SendResult.MessageGone || result instanceof SendResult.ThreadGone;
            return isGone ? GONE : REFUSED;
        }
    }

    /** What happens to the destination, or to all of its kind. */
    sealed interface Effect {
        /** It works: earlier refusals no longer count. */
        record Healthy() implements Effect {}

        /** Nothing is learnt about it. */
        record Unchanged() implements Effect {}

        /** One more refusal for missing access. */
        record OneMoreRefusal() implements Effect {}

        /** It is switched off and says why. */
        record SwitchOff(String reason, boolean forgetAddress) implements Effect {}

        /** Messages no longer go to its thread. */
        record LeaveThread() implements Effect {}

        /**
         * Every destination of this kind waits.
         *
         * @param blocked whether nothing at all is let through: then longer each time
         */
        record PauseKind(Duration delay, boolean blocked) implements Effect {}
    }

    /**
     * A call that was made.
     *
     * @param row the row as it was
     * @param step the call
     * @param version the session version it told
     * @param content what it sent, null for a deletion
     * @param repetition how often it may be repeated blindly
     * @param earlierRefusals refusals for missing access in a row before it
     * @param at when
     */
    record Made(
            Notification row,
            Step step,
            long version,
            @Nullable String content,
            Repetition repetition,
            int earlierRefusals,
            Instant at) {}

    /**
     * What to store after a call.
     *
     * @param notification the row as it becomes
     * @param delay how long until it is planned again
     * @param outcome for the history
     * @param effect on the destination
     */
    record Move(Notification notification, Duration delay, Outcome outcome, Effect effect) {}

    Move after(Made call, SendResult result) {
        Notification row = call.row();
        Effect effect = effectOf(result, call.earlierRefusals());
        if (result instanceof SendResult.Done done) {
            Notification sent = done(row, call.step(), done.messageId());
            return new Move(
                    tellsNothing(call) ? sent : sent.sent(call.version(), call.content(), call.at()),
                    Duration.ZERO,
                    Outcome.SENT,
                    effect);
        }
        if (result instanceof SendResult.TryAgain) {
            return tryAgain(call, result, Outcome.RETRY, effect);
        }
        if (result instanceof SendResult.Limited limited) {
            return new Move(row, atLeastShortly(limited.delay()), Outcome.LIMITED, effect);
        }
        if (result instanceof SendResult.ThreadGone gone) {
            return new Move(
                    gone.withLiveMessage() ? row.losingLive(gone.reason()) : row, Duration.ZERO, Outcome.GONE, effect);
        }
        if (result instanceof SendResult.Refused refused) {
            return refused.becauseOfLinks() && !row.withoutLinks()
                    ? new Move(row.droppingLinks(), Duration.ZERO, Outcome.REFUSED, effect)
                    : giveUp(call, result, Outcome.REFUSED, effect);
        }
        if (result instanceof SendResult.Forbidden && effect instanceof Effect.OneMoreRefusal) {
            return new Move(row.tried(), backoff.after(row.tries()), Outcome.REFUSED, effect);
        }
        if (result instanceof SendResult.DestinationGone || result instanceof SendResult.Forbidden) {
            return giveUp(call, result, Outcome.REFUSED, effect);
        }
        if (result instanceof SendResult.MessageGone) {
            Notification gone = messageGone(row, call.step(), result.reason());
            return new Move(told(call, gone), Duration.ZERO, Outcome.GONE, effect);
        }
        if (result instanceof SendResult.EditRefused) {
            return new Move(row.closingEdits().told(call.version()), Duration.ZERO, Outcome.REFUSED, effect);
        }
        return unknown(call, result, effect);
    }

    /** What a call teaches about its destination, whatever it was for. */
    static Effect effectOf(SendResult result, int earlierRefusals) {
        if (result instanceof SendResult.Done
                || result instanceof SendResult.MessageGone
                || result instanceof SendResult.EditRefused) {
            return new Effect.Healthy();
        }
        if (result instanceof SendResult.DestinationGone gone) {
            return new Effect.SwitchOff(gone.reason(), gone.forgetAddress());
        }
        if (result instanceof SendResult.Forbidden forbidden) {
            return earlierRefusals + 1 < FORBIDDEN_IN_A_ROW
                    ? new Effect.OneMoreRefusal()
                    : new Effect.SwitchOff(forbidden.reason(), false);
        }
        if (result instanceof SendResult.ThreadGone gone) {
            return gone.withLiveMessage() ? new Effect.Unchanged() : new Effect.LeaveThread();
        }
        if (result instanceof SendResult.Limited limited && limited.reach() != SendResult.Reach.DESTINATION) {
            return new Effect.PauseKind(limited.delay(), limited.reach() == SendResult.Reach.KIND_BLOCKED);
        }
        return new Effect.Unchanged();
    }

    private Move unknown(Made call, SendResult result, Effect effect) {
        Notification row = call.row();
        if (call.repetition() == Repetition.FREELY) {
            return tryAgain(call, result, Outcome.UNKNOWN, effect);
        }
        if (call.repetition() == Repetition.ONCE && row.resends() == 0) {
            return new Move(row.resent(), backoff.after(0), Outcome.UNKNOWN, effect);
        }
        Notification closed = row.closing(
                call.step().form(), FormState.UNKNOWN, "Nobody knows whether it arrived. " + result.reason());
        return new Move(closed.told(call.version()), Duration.ZERO, Outcome.UNKNOWN, effect);
    }

    private Move tryAgain(Made call, SendResult result, Outcome outcome, Effect effect) {
        Notification row = call.row();
        return row.tries() + 1 < maxTries
                ? new Move(row.tried(), backoff.after(row.tries()), outcome, effect)
                : giveUp(call, result, outcome, effect);
    }

    private static Notification done(Notification row, Step step, @Nullable String messageId) {
        return switch (step) {
            case POST_LIVE -> row.liveSent(Objects.requireNonNull(messageId));
            case POST_ENDED -> row.endedSent(Objects.requireNonNull(messageId));
            case EDIT_LIVE_INTO_ENDED ->
                row.endedSent(Objects.requireNonNull(row.live().messageId()));
            case EDIT_LIVE, EDIT_ENDED -> row.finishing();
            case DELETE_LIVE -> deleted(row, "It was deleted at the end, as the destination wishes.");
        };
    }

    /**
     * An edit that cannot be made leaves the message as it stands; only a first telling can fail as such. One that was
     * repeated after an unknown outcome may stand all the same.
     */
    private static Move giveUp(Made call, SendResult result, Outcome outcome, Effect effect) {
        Notification row = call.row();
        FormState state = row.resends() > 0 ? FormState.UNKNOWN : FormState.FAILED;
        Notification closed =
                switch (call.step()) {
                    case POST_LIVE, POST_ENDED, EDIT_LIVE_INTO_ENDED ->
                        row.closing(call.step().form(), state, result.reason());
                    case DELETE_LIVE ->
                        row.ended().is(FormState.OPEN)
                                ? row.closing(Form.ENDED, state, result.reason())
                                : row.closing(Form.LIVE, FormState.FAILED, result.reason());
                    case EDIT_LIVE, EDIT_ENDED -> row.finishing();
                };
        return new Move(told(call, closed), Duration.ZERO, outcome, effect);
    }

    private static Notification messageGone(Notification row, Step step, String why) {
        return switch (step) {
            case EDIT_LIVE, EDIT_LIVE_INTO_ENDED ->
                row.closing(Form.LIVE, FormState.DELETED, why).closingEdits();
            case DELETE_LIVE -> deleted(row, why);
            case EDIT_ENDED -> row.closing(Form.ENDED, FormState.DELETED, why).closingEdits();
            case POST_LIVE, POST_ENDED -> row.closing(step.form(), FormState.FAILED, why);
        };
    }

    /** Removing a stale message says nothing about the session: what is to be told is still to be told. */
    private static boolean tellsNothing(Made call) {
        return call.step() == Step.DELETE_LIVE && call.row().ended().is(FormState.SENT);
    }

    private static Notification told(Made call, Notification after) {
        return tellsNothing(call) ? after : after.told(call.version());
    }

    /** A receiver that asks for no wait at all is not called again in the same moment. */
    private static Duration atLeastShortly(Duration asked) {
        return asked.compareTo(SHORTLY) < 0 ? SHORTLY : asked;
    }

    /** Deleting the live message tells the end, unless another message does. */
    private static Notification deleted(Notification row, String why) {
        Notification gone = row.finishing().closing(Form.LIVE, FormState.DELETED, why);
        return gone.ended().is(FormState.OPEN) ? gone.closing(Form.ENDED, FormState.DELETED, why) : gone;
    }
}
