package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallGone;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallOfAnother;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.LeaveCallAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.Provisioned;
import dev.onstage.streamcontrol.broadcast.ProviderActions.Outcome;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What other features do to a channel's broadcast. */
@ApplicationScoped
public class BroadcastService {

    private final Pool pool;
    private final BroadcastRepository repository;
    private final BroadcastStore store;
    private final ProviderActions actions;

    BroadcastService(Pool pool, BroadcastRepository repository, BroadcastStore store, ProviderActions actions) {
        this.pool = pool;
        this.repository = repository;
        this.store = store;
        this.actions = actions;
    }

    /** Gives a new channel its broadcast, UNPROVISIONED, within the caller's transaction. Again: nothing. */
    public Uni<Void> createRow(SqlClient tx, String channelId) {
        return repository.create(tx, channelId);
    }

    /**
     * The channel has a call now: UNPROVISIONED becomes READY within the caller's transaction. Again: nothing. Call it after
     * {@code stream_call_id} was written, and before {@link LifecycleEvents#channelChanged}.
     *
     * @param callUpdatedAt {@code updated_at} of the provider's answer, nanoseconds
     */
    public Uni<Void> provisioned(SqlClient tx, String channelId, Instant callUpdatedAt) {
        return store.applyIn(tx, channelId, new Provisioned(callUpdatedAt)).replaceWithVoid();
    }

    /**
     * The channel's call can be used no more: a session on air ends, the broadcast becomes UNPROVISIONED, {@code stream_call_id} is
     * cleared and {@code call_generation} grows, so that the next provisioning makes a new call. For another call: nothing.
     *
     * @param madeBy who made it, null when that was Onstage and the provider has ended it
     */
    public Uni<Void> retireCall(String channelId, CallId call, @Nullable String madeBy) {
        Trigger trigger = madeBy == null ? new CallGone(call) : new CallOfAnother(call, madeBy);
        return store.apply(channelId, trigger).replaceWithVoid();
    }

    /**
     * Whether the channel may leave its call, as the provider says when it is asked. A stream that is live stays where it is, and so
     * does one with an encoder: then a problem says so. Changes nothing.
     */
    public Uni<Void> requireLeavable(String channelId) {
        return look(channelId)
                .invoke(outcome -> {
                    Refusal refusal =
                            LeaveCallAsked.refusalIn(outcome.snapshot().broadcast(), Instant.now());
                    if (refusal != null) {
                        throw BroadcastProblems.refused(refusal);
                    }
                })
                .replaceWithVoid();
    }

    /**
     * The channel leaves its call, which is in order, for one of another type; as {@link #requireLeavable}, or a problem says why it
     * does not.
     */
    public Uni<Void> leaveCall(String channelId, CallId call) {
        return look(channelId)
                .flatMap(outcome -> store.apply(channelId, new LeaveCallAsked(call)))
                .onFailure(RefusedException.class)
                .transform(refused -> BroadcastProblems.refused(refused.refusal()))
                .replaceWithVoid();
    }

    /** What the provider says about the channel's call is taken in. */
    private Uni<Outcome> look(String channelId) {
        return store.read(channelId)
                .flatMap(snapshot -> actions.readCall(snapshot, false, null))
                .invoke(outcome -> {
                    ProviderException failure = outcome.failure();
                    if (failure != null && failure.kind() != ProviderException.Kind.NOT_FOUND) {
                        throw BroadcastProblems.provider(failure, "The stream keeps its call for now.");
                    }
                })
                .flatMap(outcome -> outcome.failure() == null
                        ? actions.carryOut(outcome, CommandSteps.RECONCILE, null)
                        : Uni.createFrom().item(outcome));
    }

    /** A dashboard of this channel is open: the provider is asked more often for a while. */
    public Uni<Void> watched(String channelId) {
        return repository.watched(pool, channelId);
    }
}
