package dev.onstage.streamcontrol.broadcast;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads of broadcasts for other features. Always the stored truth, never a cache. */
@ApplicationScoped
public class BroadcastQuery {

    private final Pool pool;
    private final BroadcastRepository repository;

    BroadcastQuery(Pool pool, BroadcastRepository repository) {
        this.pool = pool;
        this.repository = repository;
    }

    /** What the public may know of a channel's broadcast; empty when there is no such channel. */
    public Uni<Optional<OnAir>> find(String channelId) {
        return repository.find(pool, channelId).map(snapshot -> snapshot.map(OnAir::of));
    }

    /** The same of every channel. */
    public Uni<List<OnAir>> findAll() {
        return repository
                .findAll(pool)
                .map(snapshots -> snapshots.stream().map(OnAir::of).toList());
    }

    /** The trace in which a state came about, as {@code traceparent}; empty for none, and for a state that is over. */
    public Uni<Optional<String>> findTrace(OnAir state) {
        return repository.findTrace(pool, state.channelId(), state.seq());
    }

    /** The ids of all channels. */
    public Uni<Set<String>> findIds() {
        return repository.findIds(pool);
    }

    /** The encoder of a channel; empty when there is no such channel. */
    public Uni<Optional<EncoderStatus>> findEncoder(String channelId) {
        return repository
                .find(pool, channelId)
                .map(found -> found.map(
                        snapshot -> EncoderStatus.of(snapshot.broadcast().encoder())));
    }
}
