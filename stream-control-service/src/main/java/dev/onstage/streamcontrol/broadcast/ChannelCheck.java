package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.BroadcastConfig.ReconcilerConfig;
import dev.onstage.streamcontrol.broadcast.BroadcastState.Name;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.TimePassed;
import dev.onstage.streamcontrol.broadcast.ProviderActions.Outcome;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
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
                .flatMap(seen -> publishStays(seen, lease))
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

    /** What the steps hand on: the last outcome, the call when it could be read, and the broadcaster's stays. */
    private record Seen(
            Outcome outcome,
            @Nullable ProviderCall call,
            @Nullable List<ProviderParticipant> stays) {

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
                        .map(outcome -> new Seen(outcome, call, found.stays())));
    }

    private Uni<Seen> publishCounts(Seen seen, Lease lease) {
        ProviderCall call = seen.call();
        ProviderSession session = call == null ? null : call.session();
        if (call == null || session == null || !seen.snapshot().broadcast().is(Name.LIVE)) {
            return Uni.createFrom().item(seen);
        }
        return reports.publishCounts(call, session, seen.stays(), lease).replaceWith(seen);
    }

    /** Provider sessions that are over once more, and the one on air every now and then. */
    private Uni<Seen> publishStays(Seen seen, Lease lease) {
        if (seen.call() == null) {
            return Uni.createFrom().item(seen);
        }
        return store.read(lease.channelId())
                .flatMap(snapshot -> publishStays(snapshot, lease))
                .onFailure(ProviderException.class)
                .recoverWithUni(failure -> {
                    LOG.debugf("Participants are read later: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                })
                .replaceWith(seen);
    }

    private Uni<Void> publishStays(BroadcastSnapshot snapshot, Lease lease) {
        CallId call = snapshot.channel().call();
        if (call == null) {
            return Uni.createFrom().voidItem();
        }
        List<String> over = snapshot.upkeep().sessionsToPull();
        List<String> ids = new ArrayList<>(over);
        String current = snapshot.broadcast().providerSessionId();
        if (current != null && pullIsDue(snapshot) && !over.contains(current)) {
            ids.add(current);
        }
        Uni<Void> published = Uni.createFrom().voidItem();
        for (String id : ids) {
            published = published.chain(() -> reports.publishStays(call, id, over.contains(id), lease));
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
        return store.read(lease.channelId()).flatMap(snapshot -> checks.finish(lease, next(snapshot)));
    }

    private @Nullable Instant next(BroadcastSnapshot snapshot) {
        Instant now = Instant.now();
        Instant next = store.cadence().next(snapshot, store.pollingMode(), now);
        boolean moreToPull = !snapshot.upkeep().sessionsToPull().isEmpty();
        if (next == null || !moreToPull) {
            return next;
        }
        Instant soon = now.plus(config.unsettled());
        return next.isBefore(soon) ? next : soon;
    }
}
