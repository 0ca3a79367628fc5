package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.EndReason;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Ending;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Live;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Name;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Ready;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Starting;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Unprovisioned;
import dev.onstage.streamcontrol.broadcast.CommandInFlight.Kind;
import dev.onstage.streamcontrol.broadcast.Encoder.Grace;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast while one trigger is decided: the vocabulary in which triggers say what happens. Used once, by one thread.
 */
final class Transition {

    private final Broadcast before;
    private final DecisionContext context;
    private final EventLog log;
    private final ProviderSessionTrack providerSessions;
    private final Set<Wanted> wanted = EnumSet.noneOf(Wanted.class);

    private BroadcastState state;
    private Instant since;
    private long epoch;
    private Fence fence;
    private @Nullable Claim claim;
    private Encoder encoder;
    private @Nullable StopOwed stopOwed;
    private @Nullable CommandInFlight command;
    private @Nullable Trouble trouble;
    private @Nullable EndedSession lastSession;
    private @Nullable Instant lastObservedAt;
    private @Nullable Instant webhookAwaitedSince;
    private boolean callRetired;
    private @Nullable ForeignCall foreignCall;

    Transition(Broadcast before, DecisionContext context) {
        this.before = before;
        this.context = context;
        this.log = new EventLog(before.channelId(), context.channel(), before.seq());
        this.state = before.state();
        this.since = before.since();
        this.epoch = before.epoch();
        this.fence = before.fence();
        this.claim = before.claim();
        this.encoder = before.encoder();
        this.stopOwed = before.stopOwed();
        this.command = before.command();
        this.trouble = before.trouble();
        this.lastSession = before.lastSession();
        this.providerSessions = new ProviderSessionTrack(
                context.channel().call(), before.providerSessionId(), before.providerSessionOpen());
        this.lastObservedAt = before.lastObservedAt();
        this.webhookAwaitedSince = before.webhookAwaitedSince();
    }

    // ---- what triggers look at

    Broadcast before() {
        return before;
    }

    ChannelSettings channel() {
        return context.channel();
    }

    DecisionContext.Rules rules() {
        return context.rules();
    }

    Instant now() {
        return context.now();
    }

    Name stateName() {
        return state.name();
    }

    BroadcastState state() {
        return state;
    }

    Encoder encoder() {
        return encoder;
    }

    /** Whether news about this call concern the channel: a retired call no longer does. */
    boolean concerns(String callCid) {
        CallId call = channel().call();
        return stateName() != Name.UNPROVISIONED && call != null && call.cid().equals(callCid);
    }

    /** Whether somebody else made the call, and rules it: it must not be the channel's. */
    boolean isOfAnother(ProviderCall call) {
        return call.isMadeByAnother(channel().broadcasterUserId());
    }

    /** Whether this decision opens or closes a session. */
    boolean onAirChanged() {
        return !Objects.equals(before.state().session(), state.session());
    }

    // ---- how a decision ends

    Decision refuse(Refusal refusal) {
        return new Decision.Refused(refusal);
    }

    Decision done() {
        Broadcast next = new Broadcast(
                before.channelId(),
                before.version(),
                epoch,
                log.lastSeq(),
                fence,
                claim,
                state,
                since,
                encoder,
                stopOwed,
                command,
                trouble,
                lastSession,
                providerSessions.id(),
                providerSessions.open(),
                lastObservedAt,
                webhookAwaitedSince);
        boolean changed = !next.equals(before) || !providerSessions.toPull().isEmpty();
        return new Decision.Accepted(
                next, changed, log.events(), providerSessions.toPull(), callRetired, foreignCall, wanted);
    }

    // ---- the broadcast axis

    void provisioned(Instant callUpdatedAt) {
        if (state instanceof Unprovisioned unprovisioned) {
            enter(unprovisioned.provisioned());
            fence = Fence.at(callUpdatedAt, now());
            claim = null;
            providerSessions.forget();
            encoder = Encoder.NEVER_SEEN;
            webhookAwaitedSince = null;
            wanted.add(Wanted.READ_CALL);
        }
    }

    void start(Ready ready) {
        epoch++;
        enter(ready.start(now().plus(rules().startingTimeout())));
        trouble = null;
        send(Kind.GO_LIVE, Wanted.GO_LIVE);
    }

    void startFailed(Starting starting, String why) {
        enter(starting.startFailed());
        command = null;
        trouble = new Trouble(why, now());
    }

    void live(Starting starting, ProviderCall call) {
        onAir(starting.live(session(call, false)));
    }

    /** The provider is live without a command of ours: the next epoch, as if we had started it. */
    void adopt(Ready ready, ProviderCall call) {
        epoch++;
        onAir(ready.adopt(session(call, true)));
    }

    void end(EndReason reason) {
        if (state instanceof Starting starting) {
            enter(starting.end(reason));
        } else if (state instanceof Live live) {
            enter(live.end(reason));
        }
        encoder = encoder.withGrace(null);
        claimStop();
    }

    /** The provider put the call to backstage by itself. */
    void endedByProvider(Live live, ProviderCall call) {
        close(live.session(), SessionClock.endedAt(call, live.session().startedAt()), EndReason.PROVIDER);
        enter(live.ended());
    }

    void endConfirmed(Ending ending, ProviderCall call) {
        StreamSession session = ending.session();
        if (session != null) {
            close(session, SessionClock.endedAt(call, session.startedAt()), ending.reason());
        }
        enter(ending.confirmed());
        trouble = null;
    }

    void forceEnd() {
        StreamSession session = state.session();
        if (session != null) {
            close(session, SessionClock.forcedEndAt(now(), fence.updatedAt(), session.startedAt()), EndReason.FORCED);
        }
        if (state instanceof Starting starting) {
            enter(starting.forceEnd());
        } else if (state instanceof Live live) {
            enter(live.forceEnd());
        } else if (state instanceof Ending ending) {
            enter(ending.forceEnd());
        }
        oweStop();
        claimStop();
    }

    /** The provider ended or deleted the call: a session on air ends with it, and the channel needs a new call. */
    void retireCall(@Nullable ProviderCall call) {
        StreamSession session = state.session();
        if (session != null) {
            Instant endedAt = call == null
                    ? SessionClock.forcedEndAt(now(), fence.updatedAt(), session.startedAt())
                    : SessionClock.endedAt(call, session.startedAt());
            close(session, endedAt, state instanceof Ending ending ? ending.reason() : EndReason.PROVIDER);
        }
        if (state instanceof Ready ready) {
            enter(ready.callRetired());
        } else if (state instanceof Starting starting) {
            enter(starting.callRetired());
        } else if (state instanceof Live live) {
            enter(live.callRetired());
        } else if (state instanceof Ending ending) {
            enter(ending.callRetired());
        }
        encoder = Encoder.NEVER_SEEN;
        stopOwed = null;
        command = null;
        claim = null;
        providerSessions.forget();
        webhookAwaitedSince = null;
        callRetired = true;
        wanted.clear();
        log.callRetired(epoch);
    }

    /** As {@link #retireCall}: nothing of a call that somebody else made is taken over, neither a session nor its times. */
    void retireCallOfAnother(ProviderCall call) {
        retireCallOfAnother(call.call(), Objects.requireNonNullElse(call.createdBy(), ""));
    }

    void retireCallOfAnother(CallId call, String madeBy) {
        retireCall(null);
        foreignCall = new ForeignCall(call.cid(), madeBy, now());
    }

    // ---- commands to the provider

    void oweStop() {
        if (stopOwed == null) {
            stopOwed = new StopOwed(now(), 0, null);
        }
    }

    void stopSettled() {
        stopOwed = null;
        trouble = null;
    }

    /** Takes the right to send {@code stop_live}, unless a command may still arrive: then its outcome decides again. */
    void claimStop() {
        if (command != null && command.mayStillArrive(now())) {
            return;
        }
        if (stopOwed != null) {
            stopOwed = stopOwed.attempted();
        }
        send(Kind.STOP_LIVE, Wanted.STOP_LIVE);
    }

    /** The command of this kind and epoch is no longer under way. */
    void commandReturned(Kind kind, long commandEpoch) {
        if (command != null && command.kind() == kind && command.epoch() == commandEpoch) {
            command = null;
        }
    }

    /** The call changed after {@code changedAt}: the provider's webhook about it should come, unless it came first. */
    void awaitWebhook(Instant changedAt) {
        if (webhookAwaitedSince == null && (lastObservedAt == null || lastObservedAt.isBefore(changedAt))) {
            webhookAwaitedSince = now();
        }
    }

    void commandFailed(String why) {
        trouble = new Trouble(why, now());
        if (stopOwed != null) {
            stopOwed = stopOwed.failed(why);
        }
    }

    void want(Wanted what) {
        wanted.add(what);
    }

    private void send(Kind kind, Wanted what) {
        command = new CommandInFlight(kind, epoch, now(), now().plus(rules().commandTimeout()));
        wanted.add(what);
    }

    // ---- what the provider told

    /** Whether an answer to a question that was put at {@code askedAt} tells how the call is; then the fence moves. */
    boolean believes(ProviderCall call, Instant askedAt) {
        return judged(fence.judge(call.updatedAt(), askedAt, now(), rules().doubt()), call, askedAt);
    }

    /** As {@link #believes}, for the answer of a command that was sent at {@code sentAt}. */
    boolean believesCommand(ProviderCall call, Instant sentAt) {
        return judged(fence.judgeCommand(call.updatedAt(), sentAt, now(), rules().doubt()), call, sentAt);
    }

    private boolean judged(Fence.Verdict verdict, ProviderCall call, Instant askedAt) {
        fence = verdict.fence();
        if (verdict.believed() && claim != null && claim.isSettledBy(call, askedAt)) {
            claim = null;
        }
        return verdict.believed();
    }

    /** A webhook claims what would open or end a broadcast: ask, and ask again while answers are behind it. */
    void claimed(Claim.Says says, Instant updatedAt) {
        claim = Claim.newer(claim, new Claim(says, updatedAt, Doubt.begun(now(), rules().doubt())));
        want(Wanted.READ_CALL);
    }

    /** Whether a webhook newer than the answer at hand says this, and may still prove right. */
    boolean isClaimed(Claim.Says says) {
        return claim != null && claim.says() == says;
    }

    void webhookArrived() {
        lastObservedAt = now();
        webhookAwaitedSince = null;
    }

    void providerSession(@Nullable ProviderSession session) {
        if (session != null) {
            providerSessions.told(session.id(), session.open());
        }
    }

    void providerSessionReported(@Nullable String id, boolean open) {
        providerSessions.reported(id, open);
    }

    /** Whether the call is known to be in another session of the provider than this one. */
    boolean isInOtherSession(@Nullable String id) {
        return id != null && !id.isEmpty() && providerSessions.open() && !id.equals(providerSessions.id());
    }

    // ---- the encoder axis

    void setEncoder(Encoder next) {
        encoder = next;
    }

    void encoderConnected(@Nullable String id, Instant at, @Nullable String name, @Nullable String version) {
        Instant goneSince = encoder.since();
        boolean waitedFor = encoder.grace() != null;
        Instant backAt = notAhead(at);
        encoder = encoder.connected(id, backAt, name, version);
        StreamSession session = state.session();
        if (state instanceof Live && waitedFor && session != null) {
            log.encoderBack(epoch, session, goneSince == null ? backAt : SessionClock.later(backAt, goneSince));
        }
    }

    /** The encoder is gone since {@code at}; with an error when the provider cannot use what it sends. */
    void encoderGone(Instant at, @Nullable String error) {
        Instant goneAt = notAhead(at);
        if (error != null) {
            encoder = encoder.failed(goneAt, error);
        } else if (state instanceof Live || state instanceof Starting) {
            encoder = encoder.lost(goneAt);
        } else {
            encoder = encoder.absent(goneAt);
        }
        if (state instanceof Live live) {
            startGrace(live.session(), goneAt);
        }
    }

    /** A connection or loss that was told is no later than now: else everything told after it would be older. */
    private Instant notAhead(Instant told) {
        return SessionClock.cut(told.isAfter(now()) ? now() : told);
    }

    void extendGrace(Duration by, String why) {
        encoder = encoder.withGrace(new Grace(now().plus(by), why));
    }

    private void startGrace(StreamSession session, Instant goneAt) {
        if (encoder.grace() != null) {
            return;
        }
        Instant lostAt = SessionClock.later(goneAt, session.startedAt());
        Instant endsAt = lostAt.plus(channel().grace());
        encoder = encoder.withGrace(new Grace(endsAt, null));
        log.encoderLost(epoch, session, lostAt, endsAt);
    }

    // ---- inside

    private void enter(BroadcastState next) {
        state = next;
        since = now();
        if (next instanceof Ready) {
            encoder = encoder.is(EncoderState.LOST) ? encoder.absent(now()) : encoder.withGrace(null);
        }
    }

    private void onAir(Live live) {
        enter(live);
        trouble = null;
        StreamSession session = live.session();
        log.wentLive(epoch, session);
        if (encoder.gone()) {
            startGrace(session, now());
        }
    }

    private void close(StreamSession session, Instant endedAt, EndReason reason) {
        lastSession = new EndedSession(session.sessionId(), session.startedAt(), endedAt, reason);
        log.ended(epoch, session, endedAt, reason);
        providerSessions.broadcastEnded();
    }

    private StreamSession session(ProviderCall call, boolean adopted) {
        return new StreamSession(
                context.sessionIds().get(),
                channel().title(),
                SessionClock.startedAt(call, before.lastSession()),
                adopted);
    }
}
