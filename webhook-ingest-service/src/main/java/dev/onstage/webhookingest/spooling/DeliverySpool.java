package dev.onstage.webhookingest.spooling;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.storage.StorageReady;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes deliveries that Kafka did not confirm. They are inserted in batches, one batch at a time: while one is being
 * committed the next collects, so the slower PostgreSQL is the larger they get.
 */
@ApplicationScoped
public class DeliverySpool {
    private static final Logger LOG = Logger.getLogger(DeliverySpool.class);

    private final SpoolStore store;
    private final SpoolConfig config;
    private final StorageReady storage;
    private final Context context;

    /** Touched on {@link #context} only. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private boolean inserting;

    DeliverySpool(SpoolStore store, SpoolConfig config, StorageReady storage, Vertx vertx) {
        this.store = store;
        this.config = config;
        this.storage = storage;
        this.context = vertx.getOrCreateContext();
    }

    /**
     * Stores one delivery; ends once it is committed.
     *
     * @param deadline {@link System#nanoTime()} after which it is no longer worth storing: nobody waits for the answer
     * @return fails with {@link SpoolUnavailableException} when PostgreSQL does not commit in time or the spool is full;
     *     ends on an event loop
     */
    public Uni<Void> store(NormalisedDelivery normalised, DeliveryOutcome outcome, long deadline) {
        return Uni.createFrom().emitter(emitter -> {
            if (storage.isReady()) {
                Waiting one = new Waiting(SpooledDelivery.of(normalised, outcome), deadline, emitter);
                context.runOnContext(ignored -> add(one));
            } else {
                emitter.fail(new SpoolUnavailableException("The database was not reached yet."));
            }
        });
    }

    private void add(Waiting one) {
        waiting.add(one);
        if (!inserting) {
            insertNext();
        }
    }

    private void insertNext() {
        List<Waiting> batch = takeBatch();
        inserting = !batch.isEmpty();
        if (inserting) {
            store.insert(batch.stream().map(Waiting::delivery).toList())
                    .ifNoItem()
                    .after(config.insertTimeout())
                    .fail()
                    .emitOn(command -> context.runOnContext(ignored -> command.run()))
                    .subscribe()
                    .with(stored -> inserted(batch, stored), failure -> notInserted(batch, failure));
        }
    }

    private List<Waiting> takeBatch() {
        List<Waiting> batch = new ArrayList<>();
        long bytes = 0;
        long now = System.nanoTime();
        while (!waiting.isEmpty()
                && batch.size() < config.insertRows()
                && bytes < config.insertBytes().asLongValue()) {
            Waiting next = waiting.remove();
            if (next.deadline() - now < 0) {
                next.emitter().fail(new SpoolUnavailableException("The spool did not take the delivery in time."));
            } else {
                batch.add(next);
                bytes += next.delivery().body().length();
            }
        }
        return batch;
    }

    private void inserted(List<Waiting> batch, boolean stored) {
        if (stored) {
            CrashPoints.reached("ingest.after-spool");
            batch.forEach(one -> one.emitter().complete(null));
        } else {
            LOG.warnf("The spool is full: %d deliveries are refused", batch.size());
            batch.forEach(one -> one.emitter().fail(new SpoolUnavailableException("The spool is full.")));
        }
        insertNext();
    }

    private void notInserted(List<Waiting> batch, Throwable failure) {
        LOG.warnf("%d deliveries could not be spooled: %s", batch.size(), failure);
        batch.forEach(one -> one.emitter().fail(new SpoolUnavailableException("The database did not commit in time.")));
        insertNext();
    }

    private record Waiting(SpooledDelivery delivery, long deadline, UniEmitter<? super Void> emitter) {}
}
