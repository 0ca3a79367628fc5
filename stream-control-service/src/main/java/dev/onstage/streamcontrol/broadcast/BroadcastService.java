package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallGone;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.Provisioned;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What other features do to a channel's broadcast. */
@ApplicationScoped
public class BroadcastService {

    private final Pool pool;
    private final BroadcastRepository repository;
    private final BroadcastStore store;

    BroadcastService(Pool pool, BroadcastRepository repository, BroadcastStore store) {
        this.pool = pool;
        this.repository = repository;
        this.store = store;
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
     * The provider has ended or deleted the channel's call: a session on air ends, the broadcast becomes UNPROVISIONED,
     * {@code stream_call_id} is cleared and {@code call_generation} grows, so that the next provisioning makes a new call.
     * For a channel without a call: nothing.
     */
    public Uni<Void> retireCall(String channelId) {
        return store.read(channelId)
                .map(snapshot -> snapshot.channel().call())
                .flatMap(call -> call == null
                        ? Uni.createFrom().voidItem()
                        : store.apply(channelId, new CallGone(call)).replaceWithVoid());
    }

    /** A dashboard of this channel is open: the provider is asked more often for a while. */
    public Uni<Void> watched(String channelId) {
        return repository.watched(pool, channelId);
    }
}
