package dev.onstage.analytics.session;

import dev.onstage.events.LifecycleEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Opens and closes sessions, and remembers the channels. The figures of a closed one follow in {@link SummaryService}. */
@ApplicationScoped
public class LifecycleService {

    private static final String CONSUMER = "analytics.lifecycle";

    private final Pool pool;
    private final LifecycleRepository repository;

    LifecycleService(Pool pool, LifecycleRepository repository) {
        this.pool = pool;
        this.repository = repository;
    }

    /**
     * Applies the events in one transaction of at most four statements. Those with a {@code seq} not greater than the last
     * one of their channel change nothing.
     *
     * @param events in the order of {@code seq} per channel
     */
    public Uni<Void> apply(List<LifecycleEvent> events) {
        return pool.withTransaction(tx -> repository
                .advance(tx, CONSUMER, lastSeqByChannel(events))
                .chain(applied -> write(tx, LifecycleBatch.of(unapplied(events, applied)))));
    }

    private static Map<String, Long> lastSeqByChannel(List<LifecycleEvent> events) {
        Map<String, Long> last = new TreeMap<>();
        events.forEach(event -> last.merge(event.channelId(), event.seq(), Math::max));
        return last;
    }

    private static List<LifecycleEvent> unapplied(List<LifecycleEvent> events, Map<String, Long> applied) {
        Map<String, Long> last = new HashMap<>(applied);
        List<LifecycleEvent> unapplied = new ArrayList<>();
        for (LifecycleEvent event : events) {
            if (event.seq() > last.getOrDefault(event.channelId(), 0L)) {
                last.put(event.channelId(), event.seq());
                unapplied.add(event);
            }
        }
        return unapplied;
    }

    private Uni<Void> write(SqlConnection tx, LifecycleBatch batch) {
        Uni<Void> done = Uni.createFrom().voidItem();
        if (!batch.channels().isEmpty()) {
            done = done.chain(() -> repository.mergeChannels(tx, batch.channels()));
        }
        if (!batch.sessions().isEmpty()) {
            done = done.chain(() -> repository.mergeSessions(tx, batch.sessions()));
        }
        if (!batch.returns().isEmpty() || !batch.gaps().isEmpty()) {
            done = done.chain(() -> repository.mergeGaps(tx, batch.returns(), batch.gaps()));
        }
        return done;
    }
}
