package dev.onstage.analytics.session;

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
     * @param decisions in the order of {@code seq} per channel
     */
    Uni<Void> apply(List<Decision> decisions) {
        return pool.withTransaction(tx -> repository
                .advance(tx, CONSUMER, lastSeqByChannel(decisions))
                .chain(applied -> write(tx, LifecycleBatch.of(unapplied(decisions, applied)))));
    }

    private static Map<String, Long> lastSeqByChannel(List<Decision> decisions) {
        Map<String, Long> last = new TreeMap<>();
        decisions.forEach(decision ->
                last.merge(decision.event().channelId(), decision.event().seq(), Math::max));
        return last;
    }

    private static List<Decision> unapplied(List<Decision> decisions, Map<String, Long> applied) {
        Map<String, Long> last = new HashMap<>(applied);
        List<Decision> unapplied = new ArrayList<>();
        for (Decision decision : decisions) {
            String channelId = decision.event().channelId();
            if (decision.event().seq() > last.getOrDefault(channelId, 0L)) {
                last.put(channelId, decision.event().seq());
                unapplied.add(decision);
            }
        }
        return unapplied;
    }

    private Uni<Void> write(SqlConnection tx, LifecycleBatch batch) {
        Uni<Void> done = Uni.createFrom().voidItem();
        if (!batch.channels().isEmpty()) {
            done = done.chain(() -> repository.mergeChannels(tx, batch.channels(), batch.titles()));
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
