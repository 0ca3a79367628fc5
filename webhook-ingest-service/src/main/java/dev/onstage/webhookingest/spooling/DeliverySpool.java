package dev.onstage.webhookingest.spooling;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.trouble.Trouble;
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
    private static final int MOST_UNANSWERED = 3;

    private final SpoolStore store;
    private final SpoolConfig config;
    private final StorageReady storage;
    private final Vertx vertx;
    private final Context context;
    private final Trouble trouble = new Trouble();

    /** Touched on {@link #context} only. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private boolean inserting;
    /** Statements the database has not ended, those given up included: each holds a batch in memory. */
    private int unanswered;

    DeliverySpool(SpoolStore store, SpoolConfig config, StorageReady storage, Vertx vertx) {
        this.store = store;
        this.config = config;
        this.storage = storage;
        this.vertx = vertx;
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
        if (!inserting) {
            return;
        }
        if (unanswered >= MOST_UNANSWERED) {
            fail(batch, "The database does not answer.");
            insertNext();
            return;
        }
        unanswered++;
        Insert insert = new Insert(batch);
        insert.timer = vertx.setTimer(config.insertTimeout().toMillis(), ignored -> insert.timedOut());
        Uni.createFrom()
                .deferred(
                        () -> store.insert(batch.stream().map(Waiting::delivery).toList()))
                .emitOn(command -> context.runOnContext(ignored -> command.run()))
                .subscribe()
                .with(insert::ended, insert::failed);
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

    /** Said once until something is stored again, not for every batch. */
    private void warn(String why) {
        if (trouble.begins()) {
            LOG.warnf("Deliveries are refused. %s", why);
        }
    }

    private static void fail(List<Waiting> batch, String why) {
        batch.forEach(one -> one.emitter().fail(new SpoolUnavailableException(why)));
    }

    /** One statement under way. When it takes too long the next one is not kept waiting, but its batch stays in memory. */
    private final class Insert {
        private final List<Waiting> batch;
        private long timer;
        private boolean decided;

        Insert(List<Waiting> batch) {
            this.batch = batch;
        }

        private void ended(boolean stored) {
            unanswered--;
            if (!decide()) {
                return;
            }
            if (stored) {
                if (trouble.ends()) {
                    LOG.info("Deliveries are stored again.");
                }
                CrashPoints.reached("ingest.after-spool");
                batch.forEach(one -> one.emitter().complete(null));
            } else {
                warn("The spool is full.");
                fail(batch, "The spool is full.");
            }
            insertNext();
        }

        private void failed(Throwable failure) {
            unanswered--;
            if (decide()) {
                warn("The database did not commit: " + failure);
                fail(batch, "The database did not commit.");
                insertNext();
            }
        }

        private void timedOut() {
            if (decide()) {
                warn("The database did not commit in time.");
                fail(batch, "The database did not commit in time.");
                insertNext();
            }
        }

        private boolean decide() {
            if (decided) {
                return false;
            }
            decided = true;
            vertx.cancelTimer(timer);
            return true;
        }
    }

    private record Waiting(SpooledDelivery delivery, long deadline, UniEmitter<? super Void> emitter) {}
}
