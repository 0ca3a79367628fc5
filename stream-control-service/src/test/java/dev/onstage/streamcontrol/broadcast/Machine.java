package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.CallObserved;
import dev.onstage.events.EndReason;
import dev.onstage.events.IngressObserved;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallSeen;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The broadcast machine in a test's hands: applies triggers one after the other and keeps what came of them. */
final class Machine {

    static final Instant T0 = Instant.parse("2026-11-20T19:00:00Z");
    static final CallId CALL = new CallId("onstage", "main");
    static final String BROADCASTER = "broadcaster-main";
    static final Duration GRACE = Duration.ofSeconds(60);
    static final DecisionContext.Rules RULES = new DecisionContext.Rules(
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10));

    static final ChannelSettings CHANNEL = new ChannelSettings(
            "Friday build stream",
            "Mara",
            BROADCASTER,
            CALL,
            "livestream_invite:main",
            null,
            "UTC",
            GRACE,
            Duration.ofHours(8));

    Broadcast broadcast;
    Instant now = T0;
    final List<LifecycleEvent> events = new ArrayList<>();
    Set<Wanted> wanted = Set.of();
    List<String> pulled = new ArrayList<>();
    boolean callRetired;

    @Nullable ForeignCall foreignCall;

    @Nullable Refusal refusal;

    Machine() {
        broadcast = Broadcast.created("main", T0);
    }

    /** A channel whose call was just made. */
    static Machine ready() {
        Machine machine = new Machine();
        machine.apply(new CommandTrigger.Provisioned(T0));
        return machine;
    }

    /** READY with an encoder that was connected at second 1. */
    static Machine rehearsing() {
        Machine machine = ready();
        machine.at(1).apply(ingress(IngressObserved.Kind.STARTED, "ingress-1", 1));
        return machine;
    }

    /** STARTING since second 10. */
    static Machine starting() {
        Machine machine = rehearsing();
        machine.at(10).apply(new CommandTrigger.GoLiveAsked(false));
        return machine;
    }

    /** LIVE since second 11. */
    static Machine live() {
        Machine machine = starting();
        machine.at(11).apply(new AnswerTrigger.GoLiveAnswered(1, at0(10), liveCall(11)));
        return machine;
    }

    /** LIVE without its encoder since second 20, until second 80. */
    static Machine lost() {
        Machine machine = live();
        machine.at(20).apply(ingress(IngressObserved.Kind.STOPPED, "ingress-1", 20));
        return machine;
    }

    /** ENDING since second 30; the stop is under way. */
    static Machine ending() {
        Machine machine = live();
        machine.at(30).apply(new CommandTrigger.StopLiveAsked());
        return machine;
    }

    Machine at(long second) {
        now = T0.plusSeconds(second);
        return this;
    }

    Machine apply(Trigger trigger) {
        DecisionContext context = new DecisionContext(CHANNEL, RULES, now, UUID::randomUUID);
        Decision decision = Trigger.decide(broadcast, trigger, context);
        refusal = decision instanceof Decision.Refused refused ? refused.refusal() : null;
        wanted = Set.of();
        if (decision instanceof Decision.Accepted accepted) {
            broadcast = accepted.next();
            events.addAll(accepted.events());
            accepted.sessionsToPull().forEach(session -> pulled.add(session.providerSessionId()));
            wanted = accepted.wanted();
            callRetired |= accepted.callRetired();
            foreignCall = accepted.foreignCall();
        }
        return this;
    }

    BroadcastState.Name state() {
        return broadcast.state().name();
    }

    EncoderState encoder() {
        return broadcast.encoder().state();
    }

    List<String> eventNames() {
        return events.stream().map(event -> event.getClass().getSimpleName()).collect(Collectors.toList());
    }

    <E extends LifecycleEvent> List<E> eventsOf(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Nullable EndReason lastEndReason() {
        EndedSession last = broadcast.lastSession();
        return last == null ? null : last.reason();
    }

    // ---- what the provider says

    static Instant at0(long second) {
        return T0.plusSeconds(second);
    }

    static ProviderCall liveCall(long updatedAt) {
        return call(false, updatedAt, null, session("ps-1", true, at0(11), null));
    }

    static ProviderCall backstageCall(long updatedAt) {
        return call(true, updatedAt, null, session("ps-1", true, at0(11), at0(updatedAt)));
    }

    /** A call of that name which somebody else made, and is live with. */
    static ProviderCall callOfAnother(long updatedAt) {
        ProviderCall ours = liveCall(updatedAt);
        return new ProviderCall(
                CALL, false, ours.updatedAt(), null, "mallory", "rtmps://ingress.example", ours.session());
    }

    static ProviderCall endedCall(long updatedAt) {
        return call(true, updatedAt, at0(updatedAt), null);
    }

    static ProviderCall call(
            boolean backstage, long updatedAt, @Nullable Instant endedAt, @Nullable ProviderSession session) {
        return new ProviderCall(
                CALL, backstage, at0(updatedAt), endedAt, BROADCASTER, "rtmps://ingress.example", session);
    }

    static ProviderSession session(
            String id, boolean open, @Nullable Instant liveStartedAt, @Nullable Instant liveEndedAt) {
        return new ProviderSession(
                id, open, at0(1), open ? null : at0(100), liveStartedAt, liveEndedAt, Map.of("host", 1), 0);
    }

    static ProviderCall callAt(boolean backstage, Instant updatedAt) {
        return new ProviderCall(
                CALL,
                backstage,
                updatedAt,
                null,
                BROADCASTER,
                "rtmps://ingress.example",
                session("ps-1", true, at0(11), null));
    }

    /** The answer to a question that was put right after the call changed. */
    static CallSeen seen(ProviderCall call) {
        return new CallSeen(call, call.updatedAt(), true);
    }

    /** The answer to a question that is put at this moment. */
    CallSeen asked(ProviderCall call) {
        return new CallSeen(call, now, true);
    }

    static ReportTrigger.CallReported report(CallObserved.Kind kind, boolean backstage, long updatedAt) {
        return report(kind, backstage, at0(updatedAt));
    }

    static ReportTrigger.CallReported report(CallObserved.Kind kind, boolean backstage, Instant updatedAt) {
        boolean ended = kind == CallObserved.Kind.ENDED || kind == CallObserved.Kind.DELETED;
        return new ReportTrigger.CallReported(new CallObserved(
                CALL.cid(),
                kind,
                backstage,
                "ps-1",
                at0(1),
                kind == CallObserved.Kind.SESSION_ENDED ? updatedAt : null,
                null,
                null,
                ended ? updatedAt : null,
                updatedAt,
                updatedAt));
    }

    static ReportTrigger.IngressReported ingress(IngressObserved.Kind kind, String id, long second) {
        return ingress(kind, id, at0(second));
    }

    static ReportTrigger.IngressReported ingress(IngressObserved.Kind kind, String id, Instant observedAt) {
        return new ReportTrigger.IngressReported(new IngressObserved(
                CALL.cid(),
                kind,
                BROADCASTER,
                id,
                "OBS Studio",
                "31.0.2",
                kind == IngressObserved.Kind.ERROR ? "pipeline failed" : null,
                null,
                observedAt));
    }

    static ProviderParticipant stay(long joinedAt) {
        return new ProviderParticipant("us-1", BROADCASTER, "Mara", "host", at0(joinedAt), null, "rtmps");
    }
}
