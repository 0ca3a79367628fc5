package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.EndReason;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Live;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the provider answered when asked for the broadcaster's stays in the call. The answer holds only for the encoder as it
 * was when the question was put: when something changed in between, that is newer.
 */
sealed interface EncoderTrigger extends Trigger {

    /** The broadcaster's user is in the call. */
    record EncoderFound(Encoder asked, ProviderParticipant stay) implements EncoderTrigger {
        @Override
        public Decision decide(Transition t) {
            if (t.stateName() != BroadcastState.Name.UNPROVISIONED
                    && t.encoder().equals(asked)
                    && !asked.is(EncoderState.CONNECTED)
                    && believable(t)) {
                t.encoderConnected(null, stay.joinedAt(), asked.clientName(), asked.clientVersion());
            }
            return t.done();
        }

        /** A stay that began before the loss may only be on its way out, until the grace period is over. */
        private boolean believable(Transition t) {
            Instant goneSince = asked.since();
            Encoder.Grace grace = asked.grace();
            return !asked.gone()
                    || goneSince == null
                    || stay.joinedAt().isAfter(goneSince)
                    || (grace != null && !t.now().isBefore(grace.endsAt()));
        }
    }

    /** The broadcaster's user is not in the call. */
    record EncoderMissing(Encoder asked) implements EncoderTrigger {
        @Override
        public Decision decide(Transition t) {
            if (t.stateName() == BroadcastState.Name.UNPROVISIONED
                    || !t.encoder().equals(asked)) {
                return t.done();
            }
            switch (asked.state()) {
                case CONNECTED -> {
                    if (settled(t, asked.startedAt())) {
                        t.encoderGone(t.now(), null);
                    }
                }
                case LOST, ERROR -> gone(t);
                case ABSENT -> {}
            }
            return t.done();
        }

        private void gone(Transition t) {
            Encoder.Grace grace = asked.grace();
            if (!(t.state() instanceof Live)) {
                if (t.state() instanceof BroadcastState.Ready) {
                    t.encoderGone(t.now(), null);
                }
            } else if (grace == null) {
                t.encoderGone(t.now(), asked.error());
            } else if (!t.now().isBefore(grace.endsAt())) {
                t.end(EndReason.ENCODER_GONE);
            }
        }

        private static boolean settled(Transition t, @Nullable Instant startedAt) {
            return startedAt == null
                    || !t.now().isBefore(startedAt.plus(t.rules().encoderSettle()));
        }
    }

    /** The provider could not be asked: nothing is concluded, and a grace period that is over goes on. */
    record EncoderUnknown(String why) implements EncoderTrigger {
        @Override
        public Decision decide(Transition t) {
            Encoder.Grace grace = t.encoder().grace();
            if (t.state() instanceof Live && grace != null && !t.now().isBefore(grace.endsAt())) {
                t.extendGrace(t.rules().graceExtension(), why);
            }
            return t.done();
        }
    }
}
