package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.BroadcastState.Ending;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Live;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Ready;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Starting;
import dev.onstage.streamcontrol.broadcast.CommandInFlight.Kind;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import java.time.Duration;
import java.time.Instant;

/**
 * What the provider answered to a request of ours. Answers are authoritative, but may be late: one older than the fence
 * changes nothing, see {@link Fence}.
 */
sealed interface AnswerTrigger extends Trigger {

    /**
     * The provider was asked for the call.
     *
     * @param askedAt when it was asked, our clock
     * @param polled true when no webhook or command made us ask: what changed should have been told by one
     */
    record CallSeen(ProviderCall call, Instant askedAt, boolean polled) implements AnswerTrigger {

        /** A webhook this recent may be the one that told; its own question to the provider is then under way. */
        private static final Duration WEBHOOK_IN_PROGRESS = Duration.ofSeconds(5);

        @Override
        public Decision decide(Transition t) {
            if (!t.concerns(call.call().cid()) || !t.believes(call, askedAt)) {
                return t.done();
            }
            if (t.isOfAnother(call)) {
                t.retireCallOfAnother(call);
                return t.done();
            }
            if (call.endedAt() != null) {
                t.retireCall(call);
                return t.done();
            }
            t.providerSession(call.session());
            if (call.backstage()) {
                backstage(t);
            } else {
                live(t);
            }
            if (polled && t.before().claim() == null && t.onAirChanged()) {
                t.awaitWebhook(t.now().minus(WEBHOOK_IN_PROGRESS));
            }
            return t.done();
        }

        private void backstage(Transition t) {
            Broadcast before = t.before();
            if (t.isClaimed(Claim.Says.LIVE)) {
                return;
            }
            if (t.state() instanceof Live live) {
                t.endedByProvider(live, call);
            } else if (before.goLiveMayStillArrive(t.now())) {
                return;
            } else if (t.state() instanceof Starting starting && !t.now().isBefore(starting.deadline())) {
                t.startFailed(starting, "The provider did not take the call live in time.");
            } else if (t.state() instanceof Ending ending) {
                t.endConfirmed(ending, call);
            } else if (t.state() instanceof Ready && before.stopOwed() != null) {
                t.stopSettled();
            }
        }

        private void live(Transition t) {
            Broadcast before = t.before();
            if (t.state() instanceof Starting starting) {
                t.live(starting, call);
            } else if (before.stopWanted()) {
                t.claimStop();
            } else if (t.state() instanceof Ready ready
                    && !before.commandMayStillArrive(t.now())
                    && !t.isClaimed(Claim.Says.BACKSTAGE)) {
                t.adopt(ready, call);
            }
        }
    }

    /** The provider does not know the call (any more). */
    record CallGone(CallId call) implements AnswerTrigger {
        @Override
        public Decision decide(Transition t) {
            if (t.concerns(call.cid())) {
                t.retireCall(null);
            }
            return t.done();
        }
    }

    /** The call was found to be made by {@code madeBy}: it is not the channel's, whatever its name. */
    record CallOfAnother(CallId call, String madeBy) implements AnswerTrigger {
        @Override
        public Decision decide(Transition t) {
            if (t.concerns(call.cid())) {
                t.retireCallOfAnother(call, madeBy);
            }
            return t.done();
        }
    }

    /** {@code go_live} of this epoch, sent at {@code sentAt}, was answered. */
    record GoLiveAnswered(long epoch, Instant sentAt, ProviderCall call) implements AnswerTrigger {
        @Override
        public Decision decide(Transition t) {
            t.commandReturned(Kind.GO_LIVE, epoch);
            if (!t.concerns(call.call().cid())) {
                return t.done();
            }
            if (!t.believesCommand(call, sentAt)) {
                t.want(Wanted.READ_CALL);
                return t.done();
            }
            if (t.isOfAnother(call)) {
                t.retireCallOfAnother(call);
                return t.done();
            }
            if (call.endedAt() != null) {
                t.retireCall(call);
                return t.done();
            }
            t.providerSession(call.session());
            if (call.backstage()) {
                t.want(Wanted.READ_CALL);
                return t.done();
            }
            t.awaitWebhook(sentAt);
            if (t.state() instanceof Starting starting && t.before().epoch() == epoch) {
                t.live(starting, call);
            } else if (t.state() instanceof Ready) {
                t.oweStop();
                t.claimStop();
            } else if (t.state() instanceof Ending) {
                t.claimStop();
            }
            return t.done();
        }
    }

    /** {@code go_live} of this epoch was refused: nothing happened at the provider. */
    record GoLiveRefused(long epoch, String why) implements AnswerTrigger {
        @Override
        public Decision decide(Transition t) {
            t.commandReturned(Kind.GO_LIVE, epoch);
            if (t.before().epoch() == epoch && t.state() instanceof Starting starting) {
                t.startFailed(starting, why);
            } else if (t.before().stopWanted()) {
                t.want(Wanted.READ_CALL);
            }
            return t.done();
        }
    }

    /** {@code go_live} of this epoch got no usable answer: whether it took effect only the call itself can tell. */
    record GoLiveUnanswered(long epoch, String why) implements AnswerTrigger {
        @Override
        public Decision decide(Transition t) {
            if (t.before().epoch() == epoch && t.state() instanceof Starting) {
                t.commandFailed(why);
            }
            t.want(Wanted.READ_CALL);
            return t.done();
        }
    }

    /** {@code stop_live}, decided in this epoch and sent at {@code sentAt}, was answered. */
    record StopLiveAnswered(long epoch, Instant sentAt, ProviderCall call) implements AnswerTrigger {
        @Override
        public Decision decide(Transition t) {
            t.commandReturned(Kind.STOP_LIVE, epoch);
            if (!t.concerns(call.call().cid())) {
                return t.done();
            }
            if (!t.believesCommand(call, sentAt)) {
                t.want(Wanted.READ_CALL);
                return t.done();
            }
            if (t.isOfAnother(call)) {
                t.retireCallOfAnother(call);
                return t.done();
            }
            if (call.endedAt() != null) {
                t.retireCall(call);
                return t.done();
            }
            t.providerSession(call.session());
            if (!call.backstage()) {
                if (t.before().stopWanted()) {
                    t.commandFailed("The provider took the request, but the call is still live.");
                }
                return t.done();
            }
            t.awaitWebhook(sentAt);
            if (t.state() instanceof Ending ending) {
                t.endConfirmed(ending, call);
            } else if (t.state() instanceof Ready) {
                t.stopSettled();
            } else if (t.state() instanceof Live live) {
                t.endedByProvider(live, call);
            }
            return t.done();
        }
    }

    /** {@code stop_live} failed or got no answer; it is owed until the provider confirms. */
    record StopLiveFailed(long epoch, String why) implements AnswerTrigger {
        @Override
        public Decision decide(Transition t) {
            t.commandReturned(Kind.STOP_LIVE, epoch);
            if (t.before().stopWanted()) {
                t.commandFailed(why);
            }
            return t.done();
        }
    }
}
