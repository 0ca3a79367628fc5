package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.CallObserved;
import dev.onstage.events.IngressObserved;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider as a model: one call, one encoder, and the webhooks its changes cause. Time is given from outside. */
final class ModelProvider {

    boolean backstage = true;
    int livePeriods;
    final List<ReportTrigger> webhooks = new ArrayList<>();

    /** By how much the times of webhooks differ from those of the call. */
    Duration webhooksAhead = Duration.ZERO;

    /** How many digits the times of answers have. */
    ChronoUnit digits = ChronoUnit.NANOS;

    private Instant updatedAt = Machine.T0;
    private int sessions;
    private int encoders;
    private boolean sessionOpen;
    private @Nullable Instant liveStartedAt;
    private @Nullable Instant liveEndedAt;
    private @Nullable Instant encoderSince;

    void goLive(Instant now) {
        if (backstage) {
            backstage = false;
            livePeriods++;
            changed(now);
            liveStartedAt = updatedAt;
            report(CallObserved.Kind.LIVE_STARTED);
        }
    }

    void stopLive(Instant now) {
        if (!backstage) {
            backstage = true;
            changed(now);
            liveEndedAt = updatedAt;
            report(CallObserved.Kind.UPDATED);
        }
    }

    void connectEncoder(Instant now) {
        if (encoderSince != null) {
            return;
        }
        encoders++;
        encoderSince = now;
        ingress(IngressObserved.Kind.STARTED, now);
        if (!sessionOpen) {
            sessions++;
            sessionOpen = true;
            liveStartedAt = null;
            liveEndedAt = null;
            changed(now);
            report(CallObserved.Kind.SESSION_STARTED);
        }
    }

    void dropEncoder(Instant now) {
        if (encoderSince != null) {
            encoderSince = null;
            ingress(IngressObserved.Kind.STOPPED, now);
        }
    }

    void closeSession(Instant now) {
        if (sessionOpen && encoderSince == null) {
            sessionOpen = false;
            changed(now);
            report(CallObserved.Kind.SESSION_ENDED);
        }
    }

    boolean encoderConnected() {
        return encoderSince != null;
    }

    ProviderCall call() {
        ProviderSession session = sessions == 0
                ? null
                : new ProviderSession(
                        "ps-" + sessions,
                        sessionOpen,
                        null,
                        null,
                        liveStartedAt,
                        liveEndedAt,
                        Map.of("host", encoderSince == null ? 0 : 1),
                        0);
        return new ProviderCall(
                Machine.CALL,
                backstage,
                updatedAt.truncatedTo(digits),
                null,
                Machine.BROADCASTER,
                "rtmps://ingress.example",
                session);
    }

    List<ProviderParticipant> stays() {
        return encoderSince == null
                ? List.of()
                : List.of(new ProviderParticipant(
                        "us-" + encoders, Machine.BROADCASTER, null, "host", encoderSince, null, "rtmps"));
    }

    private void changed(Instant now) {
        Instant precise = now.plusNanos(123_457);
        updatedAt = precise.isAfter(updatedAt) ? precise : updatedAt.plusNanos(100);
    }

    private void report(CallObserved.Kind kind) {
        webhooks.add(new ReportTrigger.CallReported(new CallObserved(
                Machine.CALL.cid(),
                kind,
                backstage,
                sessions == 0 ? null : "ps-" + sessions,
                null,
                sessionOpen ? null : updatedAt,
                liveStartedAt,
                liveEndedAt,
                null,
                updatedAt.plus(webhooksAhead),
                updatedAt.plus(webhooksAhead))));
    }

    private void ingress(IngressObserved.Kind kind, Instant now) {
        webhooks.add(new ReportTrigger.IngressReported(new IngressObserved(
                Machine.CALL.cid(),
                kind,
                Machine.BROADCASTER,
                "ingress-" + encoders,
                "OBS Studio",
                "31.0.2",
                null,
                null,
                now.plus(webhooksAhead))));
    }
}
