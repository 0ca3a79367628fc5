package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.BroadcastState.Name;
import dev.onstage.streamcontrol.broadcast.BroadcastStore.Applied;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.ForceEndAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.GoLiveAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.StopLiveAsked;
import dev.onstage.streamcontrol.broadcast.ProviderActions.Outcome;
import dev.onstage.streamcontrol.provider.ProviderAccess;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.streamcontrol.provider.ProviderWebhooks;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The broadcaster's commands: intent, provider, outcome. Each goes on to its end when the caller goes away, since the
 * provider may already have been told. Refusals and failures arrive as problems that name the fix.
 */
@ApplicationScoped
class BroadcastCommands {

    private static final Logger LOG = Logger.getLogger(BroadcastCommands.class);

    /** Force end answers at once; a provider that is quick has confirmed by then. */
    private static final Duration FORCE_END_PATIENCE = Duration.ofMillis(500);

    /** A command answers within this time; what it began goes on. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

    private static final Duration WEBHOOKS_PATIENCE = Duration.ofSeconds(1);

    private static final String NOTHING_STARTED = "Nothing was started.";

    private static final String STILL_STARTING =
            "Whether the stream went live is not known yet: Onstage keeps asking and shows what it learns.";

    private static final String STILL_ENDING =
            "The stream is being ended: Onstage keeps telling GetStream until it confirms. \"Force end\" closes it here at"
                    + " once.";

    private final BroadcastStore store;
    private final ProviderActions actions;
    private final ProviderWebhooks webhooks;
    private final ProviderAccess access;

    BroadcastCommands(BroadcastStore store, ProviderActions actions, ProviderWebhooks webhooks, ProviderAccess access) {
        this.store = store;
        this.actions = actions;
        this.webhooks = webhooks;
        this.access = access;
    }

    /**
     * Goes live. The provider is looked at first: it may be live already, may owe a stop, or may not answer, and then
     * nothing is started.
     *
     * @param request what the broadcaster confirms
     */
    Uni<BroadcastSnapshot> goLive(String channelId, GoLiveRequest request) {
        return toItsEnd(() -> store.read(channelId)
                .invoke(BroadcastCommands::refuseByState)
                .invoke(snapshot -> refuseOpenDoors(channelId, request.overrideProbes()))
                .call(this::lookAtWebhooks)
                .flatMap(this::lookAtCall)
                .flatMap(seen -> seen.applied().is(Name.LIVE)
                        ? Uni.createFrom().item(seen.snapshot())
                        : start(seen, request.withoutEncoder())));
    }

    /** Ends the stream. When the provider does not confirm, the broadcast stays ENDING and is ended later. */
    Uni<BroadcastSnapshot> stopLive(String channelId) {
        return toItsEnd(() -> store.apply(channelId, new StopLiveAsked())
                .flatMap(applied -> answering(
                        () -> actions.carryOut(applied, CommandSteps.STOP_LIVE, null)
                                .map(outcome -> confirmed(outcome, Name.ENDING, STILL_ENDING)),
                        STILL_ENDING)));
    }

    /** Closes at once; the provider is told until it confirms. */
    Uni<BroadcastSnapshot> forceEnd(String channelId) {
        return toItsEnd(() -> store.apply(channelId, new ForceEndAsked()).flatMap(this::tellProviderMeanwhile));
    }

    private Uni<BroadcastSnapshot> tellProviderMeanwhile(Applied applied) {
        Uni<BroadcastSnapshot> told = toItsEnd(
                () -> actions.carryOut(applied, CommandSteps.FORCE_END, null).map(Outcome::snapshot));
        return told.ifNoItem()
                .after(FORCE_END_PATIENCE)
                .recoverWithItem(applied.snapshot())
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "The provider was not told of a forced end yet"))
                .onFailure()
                .recoverWithItem(applied.snapshot());
    }

    private static void refuseByState(BroadcastSnapshot snapshot) {
        Refusal refusal = GoLiveAsked.refusalIn(snapshot.broadcast().state().name());
        if (refusal != null) {
            throw new RefusedException(refusal);
        }
    }

    /** What could not be tried keeps nobody from going live; what was tried and is wrong does, until somebody says otherwise. */
    private void refuseOpenDoors(String channelId, boolean override) {
        List<ProviderWarning> open = access.openDoors();
        if (open.isEmpty()) {
            return;
        }
        if (!override) {
            throw BroadcastProblems.openDoors(open);
        }
        LOG.warnf("Channel %s goes live although %d probes fail", channelId, open.size());
    }

    /** A stream works without webhooks: a registration that takes its time goes on beside the start. */
    private Uni<Void> lookAtWebhooks() {
        return toItsEnd(webhooks::ensureRegistered)
                .ifNoItem()
                .after(WEBHOOKS_PATIENCE)
                .recoverWithItem(() -> null);
    }

    /** Settles what is owed and takes in what the provider says; fails when it does not answer. */
    private Uni<Outcome> lookAtCall(BroadcastSnapshot snapshot) {
        return actions.readCall(snapshot, false, null)
                .ifNoItem()
                .after(ANSWER_WITHIN)
                .failWith(() -> BroadcastProblems.noAnswer(NOTHING_STARTED))
                .flatMap(seen -> seen.failure() == null
                        ? actions.carryOut(seen, CommandSteps.RECONCILE, null)
                        : Uni.createFrom().item(seen))
                .map(outcome -> {
                    ProviderException failure = outcome.failure();
                    if (failure != null) {
                        throw BroadcastProblems.provider(failure, NOTHING_STARTED);
                    }
                    if (outcome.applied().is(Name.UNPROVISIONED)) {
                        throw new ProblemException(
                                        ProblemType.CALL_RETIRED,
                                        "The call of this channel at GetStream can be used no more: it was ended for good, or"
                                                + " is somebody else's.")
                                .fix(
                                        "Press \"Set up your stream\": the channel gets a new call, everything else stays.");
                    }
                    return outcome;
                });
    }

    private Uni<BroadcastSnapshot> start(Outcome seen, boolean withoutEncoder) {
        BroadcastSnapshot snapshot = seen.snapshot();
        ProviderCall call = seen.call();
        boolean connected = snapshot.broadcast().encoder().is(EncoderState.CONNECTED);
        Uni<BroadcastSnapshot> ready = connected || withoutEncoder
                ? Uni.createFrom().item(snapshot)
                : (call == null ? actions.findEncoder(snapshot, null) : actions.findEncoder(snapshot, call, null))
                        .map(BroadcastCommands::asked);
        return ready.flatMap(asked -> store.apply(asked.channelId(), new GoLiveAsked(withoutEncoder)))
                .flatMap(applied -> answering(
                        () -> actions.carryOut(applied, CommandSteps.GO_LIVE, null)
                                .map(BroadcastCommands::started),
                        STILL_STARTING));
    }

    private static BroadcastSnapshot asked(Outcome outcome) {
        ProviderException failure = outcome.failure();
        if (failure != null) {
            throw BroadcastProblems.provider(failure, NOTHING_STARTED);
        }
        return outcome.snapshot();
    }

    private static BroadcastSnapshot started(Outcome outcome) {
        ProviderException failure = outcome.failure();
        if (failure != null && outcome.applied().is(Name.READY)) {
            throw BroadcastProblems.provider(failure, "The stream is not live.");
        }
        return confirmed(outcome, Name.STARTING, STILL_STARTING);
    }

    /** What was reached, unless the provider failed and the broadcast still waits for it. */
    private static BroadcastSnapshot confirmed(Outcome outcome, Name waiting, String words) {
        ProviderException failure = outcome.failure();
        if (failure != null
                && (outcome.applied().is(waiting) || outcome.applied().is(Name.UNPROVISIONED))) {
            throw BroadcastProblems.provider(failure, words);
        }
        return outcome.snapshot();
    }

    /** What was begun at the provider goes on after the answer. */
    private static <T> Uni<T> answering(Supplier<Uni<T>> begun, String meanwhile) {
        return toItsEnd(begun).ifNoItem().after(ANSWER_WITHIN).failWith(() -> BroadcastProblems.noAnswer(meanwhile));
    }

    /** Runs even when nobody waits for the result any more, and puts refusals into words. */
    private static <T> Uni<T> toItsEnd(Supplier<Uni<T>> command) {
        Uni<T> running = Uni.createFrom()
                .deferred(() -> command.get())
                .onFailure(RefusedException.class)
                .transform(refused -> BroadcastProblems.refused(refused.refusal()))
                .memoize()
                .indefinitely();
        running.subscribe().with(done -> {}, failure -> {
            if (!(failure instanceof ProblemException)) {
                LOG.debugf(failure, "A command failed");
            }
        });
        return running;
    }
}
