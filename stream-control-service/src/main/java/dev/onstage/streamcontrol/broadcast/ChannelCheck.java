package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.BroadcastConfig.ReconcilerConfig;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Name;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.TimePassed;
import dev.onstage.streamcontrol.broadcast.ProviderActions.Outcome;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.StreamingProvider.Attendance;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings one channel into agreement with the provider: our own deadlines, the call, the encoder, counts, and participants
 * that are still to be read. Done by a holder of the channel's lease; once it is over, the check ends without another
 * write.
 */
@ApplicationScoped
class ChannelCheck {

    private static final Logger LOG = Logger.getLogger(ChannelCheck.class);
    private static final int RENEWALS_PER_LEASE = 4;

    private final BroadcastStore store;
    private final ProviderActions actions;
    private final ParticipantReports reports;
    private final CheckRecords checks;
    private final ReconcilerConfig config;

    ChannelCheck(
            BroadcastStore store,
            ProviderActions actions,
            ParticipantReports reports,
            CheckRecords checks,
            BroadcastConfig config) {
        this.store = store;
        this.actions = actions;
        this.reports = reports;
        this.checks = checks;
        this.config = config.reconciler();
    }

    /** Checks the channel of this lease and gives the lease back. */
    Uni<Void> run(Lease lease) {
        Cancellable renewal = keepLease(lease);
        return store.apply(lease.channelId(), new TimePassed(), lease)
                .flatMap(applied -> actions.carryOut(applied, CommandSteps.RECONCILE, lease))
                .flatMap(outcome -> lookAtCall(outcome.snapshot(), lease))
                .flatMap(seen -> lookAtEncoder(seen, lease))
                .flatMap(seen -> publishCounts(seen, lease))
                .flatMap(seen -> seen.outcome().failure() == null
                        ? publishStays(lease)
                        : Uni.createFrom().voidItem())
                .flatMap(ignored -> finish(lease))
                .onTermination()
                .invoke(renewal::cancel)
                .onFailure(BroadcastStore.LeaseLostException.class)
                .recoverWithUni(lost -> {
                    LOG.infof("Channel %s was taken over by another instance", lease.channelId());
                    return Uni.createFrom().voidItem();
                });
    }

    /** A slow provider does not cost the lease; an instance that is paused renews nothing. */
    private Cancellable keepLease(Lease lease) {
        return Multi.createFrom()
                .ticks()
                .startingAfter(config.lease().dividedBy(RENEWALS_PER_LEASE))
                .every(config.lease().dividedBy(RENEWALS_PER_LEASE))
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> checks.renew(lease, config.lease()))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("The lease on %s: %s", lease.channelId(), failure));
    }

    /** What the steps hand on: the last outcome, the call when it could be read, and who is in it. */
    private record Seen(
            Outcome outcome,
            @Nullable ProviderCall call,
            @Nullable Attendance attendance) {

        BroadcastSnapshot snapshot() {
            return outcome.snapshot();
        }
    }

    private Uni<Seen> lookAtCall(BroadcastSnapshot snapshot, Lease lease) {
        return actions.readCall(snapshot, true, lease)
                .flatMap(seen -> actions.carryOut(seen.applied(), CommandSteps.RECONCILE, lease)
                        .map(outcome -> new Seen(outcome, seen.call(), null)));
    }

    /** A provider session that is closed holds nobody: then there is nothing to ask. */
    private Uni<Seen> lookAtEncoder(Seen seen, Lease lease) {
        ProviderCall call = seen.call();
        BroadcastSnapshot snapshot = seen.snapshot();
        if (call == null || snapshot.broadcast().is(Name.UNPROVISIONED)) {
            return Uni.createFrom().item(seen);
        }
        return actions.findEncoder(snapshot, call, lease)
                .flatMap(found -> actions.carryOut(found.applied(), CommandSteps.RECONCILE, lease)
                        .map(outcome -> new Seen(outcome, call, found.attendance())));
    }

    private Uni<Seen> publishCounts(Seen seen, Lease lease) {
        CallId call = seen.snapshot().channel().call();
        Attendance attendance = seen.attendance();
        if (call == null || attendance == null || !seen.snapshot().broadcast().is(Name.LIVE)) {
            return Uni.createFrom().item(seen);
        }
        return reports.publishCounts(call, attendance, lease).replaceWith(seen);
    }

    /** Provider sessions that are over once more, and the one on air every now and then. */
    private Uni<Void> publishStays(Lease lease) {
        return store.read(lease.channelId())
                .flatMap(snapshot -> publishStays(snapshot, lease))
                .onFailure(ProviderException.class)
                .recoverWithUni(failure -> {
                    LOG.debugf("Participants are read later: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> publishStays(BroadcastSnapshot snapshot, Lease lease) {
        List<SessionToPull> over = snapshot.upkeep().sessionsToPull();
        List<SessionToPull> sessions = new ArrayList<>(over);
        CallId call = snapshot.channel().call();
        String current = snapshot.broadcast().providerSessionId();
        if (call != null && current != null && pullIsDue(snapshot)) {
            SessionToPull onAir = new SessionToPull(call, current);
            if (!over.contains(onAir)) {
                sessions.add(onAir);
            }
        }
        Uni<Void> published = Uni.createFrom().voidItem();
        for (SessionToPull session : sessions) {
            published = published.chain(() -> reports.publishStays(session, over.contains(session), lease));
        }
        return published;
    }

    private boolean pullIsDue(BroadcastSnapshot snapshot) {
        StreamSession session = snapshot.broadcast().state().session();
        if (session == null) {
            return false;
        }
        Instant pulledAt = snapshot.upkeep().pulledAt();
        Instant last = pulledAt == null ? session.startedAt() : SessionClock.later(pulledAt, session.startedAt());
        return Instant.now().isAfter(last.plus(store.pollingMode() ? config.pollingPull() : config.pull()));
    }

    private Uni<Void> finish(Lease lease) {
        return store.read(lease.channelId())
                .flatMap(snapshot ->
                        checks.finish(lease, store.cadence().next(snapshot, store.pollingMode(), Instant.now())));
    }
}
