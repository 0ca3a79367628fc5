package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.CallObserved;
import dev.onstage.events.IngressObserved;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Name;
import java.time.Instant;

/**
 * What a webhook reported. It never opens or ends a broadcast, and never moves the fence: what would open or end one is a
 * claim, and the call is read. It may come late, twice, in any order, with any time, or for an encoder that was replaced.
 */
sealed interface ReportTrigger extends Trigger {

    /** An event that carries the call. */
    record CallReported(CallObserved report) implements ReportTrigger {
        @Override
        public Decision decide(Transition t) {
            if (!t.concerns(report.callCid())) {
                return t.done();
            }
            t.webhookArrived();
            Instant fence = t.before().fence().updatedAt();
            if (report.callUpdatedAt().equals(fence) || ProviderTime.isOlder(report.callUpdatedAt(), fence)) {
                return t.done();
            }
            boolean open = report.sessionEndedAt() == null && report.kind() != CallObserved.Kind.SESSION_ENDED;
            t.providerSessionReported(report.providerSessionId(), open);
            if (contradicts(t)) {
                t.claimed(Claim.Says.of(report), report.callUpdatedAt());
            }
            switch (report.kind()) {
                case SESSION_STARTED -> {
                    if (!t.encoder().is(EncoderState.CONNECTED)) {
                        t.want(Wanted.FIND_ENCODER);
                    }
                }
                case SESSION_ENDED -> everybodyGone(t);
                case LIVE_STARTED, UPDATED, ENDED, DELETED -> {}
            }
            return t.done();
        }

        /** Whether the report, if it is true, opens or ends a broadcast or settles one that waits. */
        private boolean contradicts(Transition t) {
            if (Claim.Says.of(report) == Claim.Says.ENDED) {
                return true;
            }
            return switch (t.stateName()) {
                case UNPROVISIONED -> false;
                case READY -> !report.backstage() || t.before().stopOwed() != null;
                case STARTING -> !report.backstage();
                case LIVE, ENDING -> report.backstage();
            };
        }

        /** Only the end of the session that the call is in says that the encoder is gone; an earlier session may end late. */
        private void everybodyGone(Transition t) {
            if (t.isInOtherSession(report.providerSessionId())) {
                return;
            }
            Encoder encoder = t.encoder();
            Instant startedAt = encoder.startedAt();
            boolean beforeThisEncoder =
                    startedAt != null && !report.observedAt().isAfter(startedAt);
            boolean live = t.stateName() == Name.LIVE;
            if (beforeThisEncoder || encoder.grace() != null || (live && report.backstage())) {
                return;
            }
            if (live || encoder.is(EncoderState.CONNECTED)) {
                t.encoderGone(report.observedAt(), null);
            }
        }
    }

    /** An event about the incoming stream. Others may publish into a call too: only the broadcaster's user counts. */
    record IngressReported(IngressObserved report) implements ReportTrigger {
        @Override
        public Decision decide(Transition t) {
            t.webhookArrived();
            if (t.stateName() == Name.UNPROVISIONED
                    || !report.userId().equals(t.channel().broadcasterUserId())) {
                return t.done();
            }
            switch (report.kind()) {
                case STARTED -> started(t);
                case STOPPED -> stopped(t);
                case ERROR -> failed(t);
            }
            return t.done();
        }

        private void started(Transition t) {
            Encoder encoder = t.encoder();
            String id = report.ingressStreamId();
            if (encoder.stoppedIds().contains(id) || id.equals(encoder.ingressStreamId())) {
                return;
            }
            if (encoder.is(EncoderState.CONNECTED) && encoder.ingressStreamId() == null) {
                t.setEncoder(encoder.identified(id, report.clientName(), report.clientVersion()));
                return;
            }
            Instant startedAt = encoder.startedAt();
            if (startedAt != null && SessionClock.cut(report.observedAt()).isBefore(startedAt)) {
                return;
            }
            t.encoderConnected(id, report.observedAt(), report.clientName(), report.clientVersion());
        }

        private void stopped(Transition t) {
            boolean current = isCurrent(t.encoder());
            t.setEncoder(t.encoder().rememberStopped(report.ingressStreamId()));
            if (current && !t.encoder().is(EncoderState.ABSENT) && !t.encoder().is(EncoderState.LOST)) {
                String error = t.encoder().error();
                t.encoderGone(report.observedAt(), t.stateName() == Name.LIVE ? error : null);
            }
        }

        private void failed(Transition t) {
            if (isCurrent(t.encoder()) && !t.encoder().stoppedIds().contains(report.ingressStreamId())) {
                String code = report.errorCode();
                String text = report.error() == null ? "unspecified" : report.error();
                t.encoderGone(report.observedAt(), code == null ? text : text + " (" + code + ")");
            }
        }

        /** Whether the report is about the connection that counts, and not older than its start. */
        private boolean isCurrent(Encoder encoder) {
            Instant startedAt = encoder.startedAt();
            boolean older =
                    startedAt != null && SessionClock.cut(report.observedAt()).isBefore(startedAt);
            String id = encoder.ingressStreamId();
            return !older && (id == null || id.equals(report.ingressStreamId()));
        }
    }
}
