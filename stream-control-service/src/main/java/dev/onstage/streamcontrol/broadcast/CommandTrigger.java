package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.EndReason;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Ready;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What people and timers ask of a broadcast. */
sealed interface CommandTrigger extends Trigger {

    /** The channel has a call now; {@code callUpdatedAt} is its version. Asked again it changes nothing. */
    record Provisioned(Instant callUpdatedAt) implements CommandTrigger {
        @Override
        public Decision decide(Transition t) {
            t.provisioned(callUpdatedAt);
            return t.done();
        }
    }

    /**
     * Go live. The caller has asked the provider before, so a missing encoder and a stop owed are facts by now.
     *
     * @param withoutEncoder true to go live although no encoder is connected
     */
    record GoLiveAsked(boolean withoutEncoder) implements CommandTrigger {
        @Override
        public Decision decide(Transition t) {
            Refusal refusal = refusalIn(t.stateName());
            return refusal == null ? fromReady(t) : t.refuse(refusal);
        }

        /** What a state says to it, null when it depends on more than the state. */
        static @Nullable Refusal refusalIn(BroadcastState.Name state) {
            return switch (state) {
                case UNPROVISIONED -> Refusal.NOT_PROVISIONED;
                case STARTING, LIVE -> Refusal.ALREADY_LIVE;
                case ENDING -> Refusal.BUSY;
                case READY -> null;
            };
        }

        private Decision fromReady(Transition t) {
            if (t.before().commandMayStillArrive(t.now())) {
                return t.refuse(Refusal.BUSY);
            }
            if (t.before().stopOwed() != null) {
                return t.refuse(Refusal.STOP_OWED);
            }
            if (!withoutEncoder && !t.encoder().is(EncoderState.CONNECTED)) {
                return t.refuse(Refusal.ENCODER_NOT_CONNECTED);
            }
            t.start((Ready) t.state());
            return t.done();
        }
    }

    /** End the stream. While ending it tells the provider once more. */
    record StopLiveAsked() implements CommandTrigger {
        @Override
        public Decision decide(Transition t) {
            switch (t.stateName()) {
                case UNPROVISIONED -> {
                    return t.refuse(Refusal.NOT_PROVISIONED);
                }
                case READY -> {
                    return t.refuse(Refusal.NOT_LIVE);
                }
                case STARTING, LIVE -> t.end(EndReason.BROADCASTER);
                case ENDING -> t.claimStop();
            }
            return t.done();
        }
    }

    /** The channel is to leave this call, which is in order, for another. */
    record LeaveCallAsked(CallId call) implements CommandTrigger {
        @Override
        public Decision decide(Transition t) {
            if (!t.concerns(call.cid())) {
                return t.done();
            }
            Refusal refusal = refusalIn(t.before(), t.now());
            if (refusal != null) {
                return t.refuse(refusal);
            }
            t.retireCall(null);
            return t.done();
        }

        /** What keeps a channel on its call, null when nothing does. An encoder would go on sending to where nobody watches. */
        static @Nullable Refusal refusalIn(Broadcast broadcast, Instant now) {
            if (broadcast.is(BroadcastState.Name.UNPROVISIONED)) {
                return null;
            }
            boolean settled = broadcast.is(BroadcastState.Name.READY)
                    && broadcast.stopOwed() == null
                    && !broadcast.commandMayStillArrive(now);
            if (!settled) {
                return Refusal.CALL_IN_USE;
            }
            return broadcast.encoder().is(EncoderState.CONNECTED) ? Refusal.ENCODER_CONNECTED : null;
        }
    }

    /** Close at once, whatever the provider does; it is told until it confirms. */
    record ForceEndAsked() implements CommandTrigger {
        @Override
        public Decision decide(Transition t) {
            if (t.stateName() == BroadcastState.Name.UNPROVISIONED) {
                return t.refuse(Refusal.NOT_PROVISIONED);
            }
            t.forceEnd();
            return t.done();
        }
    }

    /** The clock reached a deadline of ours that needs no answer of the provider. */
    record TimePassed() implements CommandTrigger {
        @Override
        public Decision decide(Transition t) {
            Duration maxDuration = t.channel().maxDuration();
            if (maxDuration != null && t.state() instanceof BroadcastState.Live live) {
                Instant endsAt = live.session().startedAt().plus(maxDuration);
                if (!t.now().isBefore(endsAt)) {
                    t.end(EndReason.MAX_DURATION);
                }
            }
            return t.done();
        }
    }
}
