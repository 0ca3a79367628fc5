package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.OnUnknown;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides what follows from a call: the retry decision, as a plain function. */
final class DeliveryRules {
    /** Refusals for missing access in a row after which a destination is switched off. */
    static final int FORBIDDEN_IN_A_ROW = 3;

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
        UNKNOWN
    }

    /** What happens to the destination. */
    sealed interface Effect {
        /** It works: earlier refusals no longer count. */
        record Healthy() implements Effect {}

        /** Nothing is learnt about it. */
        record Unchanged() implements Effect {}

        /** One more refusal for missing access. */
        record OneMoreRefusal() implements Effect {}

        /** It is switched off and says why. */
        record SwitchOff(String reason, boolean forgetAddress) implements Effect {}

        /** Every destination of this kind waits. */
        record PauseAll(Duration delay) implements Effect {}
    }

    /**
     * What to store after a call.
     *
     * @param notification the row as it becomes
     * @param delay how long until it is planned again
     * @param outcome for the history
     * @param effect on the destination
     */
    record Move(Notification notification, Duration delay, Outcome outcome, Effect effect) {}

    /**
     * @param before the row as it was when the call was made
     * @param step the call
     * @param version the session version it told
     * @param content what it sent, null for a deletion
     * @param result what it came to
     * @param onUnknown the destination's policy
     * @param earlierRefusals refusals for missing access in a row before this call
     */
    Move after(
            Notification before,
            Step step,
            long version,
            @Nullable String content,
            SendResult result,
            OnUnknown onUnknown,
            int earlierRefusals) {
        if (result instanceof SendResult.Done done) {
            Notification told = done(before, step, done.messageId()).told(version, content);
            return new Move(told, Duration.ZERO, Outcome.SENT, new Effect.Healthy());
        }
        if (result instanceof SendResult.TryAgain) {
            return tryAgain(before, step, version, Outcome.RETRY);
        }
        if (result instanceof SendResult.Limited limited) {
            Effect effect = limited.everyone() ? new Effect.PauseAll(limited.delay()) : new Effect.Unchanged();
            return new Move(before, limited.delay(), Outcome.LIMITED, effect);
        }
        if (result instanceof SendResult.Refused refused) {
            return refused.becauseOfLinks() && !before.withoutLinks()
                    ? new Move(before.droppingLinks(), Duration.ZERO, Outcome.REFUSED, new Effect.Unchanged())
                    : new Move(
                            giveUp(before, step, version, FormState.FAILED),
                            Duration.ZERO,
                            Outcome.REFUSED,
                            new Effect.Unchanged());
        }
        if (result instanceof SendResult.DestinationGone gone) {
            return new Move(
                    giveUp(before, step, version, FormState.FAILED),
                    Duration.ZERO,
                    Outcome.REFUSED,
                    new Effect.SwitchOff(gone.reason(), gone.forgetAddress()));
        }
        if (result instanceof SendResult.Forbidden forbidden) {
            return earlierRefusals + 1 < FORBIDDEN_IN_A_ROW
                    ? new Move(
                            before.tried(), backoff.after(before.tries()), Outcome.REFUSED, new Effect.OneMoreRefusal())
                    : new Move(
                            giveUp(before, step, version, FormState.FAILED),
                            Duration.ZERO,
                            Outcome.REFUSED,
                            new Effect.SwitchOff(forbidden.reason(), false));
        }
        if (result instanceof SendResult.MessageGone) {
            return new Move(
                    messageGone(before, step).told(version, before.content()),
                    Duration.ZERO,
                    Outcome.GONE,
                    new Effect.Healthy());
        }
        if (result instanceof SendResult.EditRefused) {
            return new Move(
                    before.closingEdits().told(version, before.content()),
                    Duration.ZERO,
                    Outcome.REFUSED,
                    new Effect.Healthy());
        }
        return unknown(before, step, version, onUnknown);
    }

    private Move unknown(Notification before, Step step, long version, OnUnknown onUnknown) {
        if (!step.createsMessage()) {
            return tryAgain(before, step, version, Outcome.UNKNOWN);
        }
        if (onUnknown == OnUnknown.RESEND_ONCE && before.resends() == 0) {
            return new Move(before.resent(), backoff.after(0), Outcome.UNKNOWN, new Effect.Unchanged());
        }
        return new Move(
                before.closing(step.form(), FormState.UNKNOWN).told(version, before.content()),
                Duration.ZERO,
                Outcome.UNKNOWN,
                new Effect.Unchanged());
    }

    private Move tryAgain(Notification before, Step step, long version, Outcome outcome) {
        return before.tries() + 1 < maxTries
                ? new Move(before.tried(), backoff.after(before.tries()), outcome, new Effect.Unchanged())
                : new Move(
                        giveUp(before, step, version, FormState.FAILED),
                        Duration.ZERO,
                        outcome,
                        new Effect.Unchanged());
    }

    private static Notification done(Notification before, Step step, @Nullable String messageId) {
        return switch (step) {
            case POST_LIVE -> before.liveSent(Objects.requireNonNull(messageId));
            case POST_ENDED -> before.endedSent(Objects.requireNonNull(messageId));
            case EDIT_LIVE_INTO_ENDED -> before.endedSent(Objects.requireNonNull(before.liveMessageId()));
            case EDIT_LIVE, EDIT_ENDED -> before;
            case DELETE_LIVE -> before.closing(Form.LIVE, FormState.DELETED).closing(Form.ENDED, FormState.DELETED);
        };
    }

    /** An edit that cannot be made leaves the message as it stands; only a first telling can fail as such. */
    private static Notification giveUp(Notification before, Step step, long version, FormState state) {
        Notification closed =
                switch (step) {
                    case POST_LIVE, POST_ENDED, EDIT_LIVE_INTO_ENDED, DELETE_LIVE -> before.closing(step.form(), state);
                    case EDIT_LIVE, EDIT_ENDED -> before;
                };
        return closed.told(version, before.content());
    }

    private static Notification messageGone(Notification before, Step step) {
        return switch (step) {
            case EDIT_LIVE, EDIT_LIVE_INTO_ENDED ->
                before.closing(Form.LIVE, FormState.DELETED).closingEdits();
            case DELETE_LIVE -> before.closing(Form.LIVE, FormState.DELETED).closing(Form.ENDED, FormState.DELETED);
            case EDIT_ENDED -> before.closing(Form.ENDED, FormState.DELETED).closingEdits();
            case POST_LIVE, POST_ENDED -> before.closing(step.form(), FormState.FAILED);
        };
    }
}
