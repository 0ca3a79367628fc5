package dev.onstage.support.outbox;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.lease.HeldLease;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import dev.onstage.support.notification.DatabaseNotifications;
import dev.onstage.support.schema.SchemaReady;
import dev.onstage.support.trouble.Trouble;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the outbox to Kafka: one relay per service, by lease. Rows are read in order of their ids, sent, and deleted once
 * Kafka has confirmed them; a crash in between sends them again with the same {@code ce_id}.
 *
 * <p>A relay that was paused past its lease may send old rows again, which readers recognise, but deletes nothing: the
 * delete names its fence.
 */
@ApplicationScoped
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final String LEASE = "outbox-relay";
    private static final Duration LAST_CYCLE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final OutboxConfig config;
    private final OutboxStore store;
    private final OutboxSender sender;
    private final DatabaseNotifications notifications;
    private final Leases leases;
    private final Instance<SchemaReady> schema;
    private final Event<OutboxRelayed> relayed;
    private final MeterRegistry metrics;
    private final Vertx vertx;

    private final Trouble trouble = new Trouble();
    private final AtomicBoolean cycling = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean running;
    private boolean stopped;
    private volatile long timer;
    private volatile @Nullable HeldLease lease;
    private DatabaseNotifications.@Nullable Listener listener;

    OutboxRelay(
            OutboxConfig config,
            OutboxStore store,
            OutboxSender sender,
            DatabaseNotifications notifications,
            Leases leases,
            Instance<SchemaReady> schema,
            Event<OutboxRelayed> relayed,
            MeterRegistry metrics,
            Vertx vertx) {
        this.config = config;
        this.store = store;
        this.sender = sender;
        this.notifications = notifications;
        this.leases = leases;
        this.schema = schema;
        this.relayed = relayed;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        if (schema.isResolvable()) {
            schema.get().whenReady().subscribe().with(ready -> begin());
        } else {
            begin();
        }
    }

    private synchronized void begin() {
        if (!stopped) {
            running = true;
            HeldLease own = leases.held(LEASE, config.leaseTtl());
            lease = own;
            timer = vertx.setPeriodic(config.pollInterval().toMillis(), ignored -> tick(own));
            // What was committed before listening began is there to be found by the first cycle after it.
            listener = notifications.listen(Outbox.NOTIFICATION_CHANNEL_SQL, () -> wake(own), ignored -> wake(own));
        }
    }

    /** Lets the cycle under way end, and gives the lease back so that another instance goes on at once. */
    void stop(@Observes ShutdownEvent event) {
        if (!endBeginning()) {
            return;
        }
        vertx.cancelTimer(timer);
        if (listener != null) {
            listener.close();
        }
        long begun = System.nanoTime();
        while (cycling.get() && System.nanoTime() - begun < LAST_CYCLE.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        HeldLease own = lease;
        if (own != null) {
            own.giveBack();
        }
    }

    /** Whether it had begun at all. */
    private synchronized boolean endBeginning() {
        boolean begun = running;
        stopped = true;
        running = false;
        return begun;
    }

    private void tick(HeldLease own) {
        own.prolong().subscribe().with(done -> {}, failure -> LOG.debugf("The lease was not renewed: %s", failure));
        wake(own);
    }

    /** Starts a cycle, or has the one under way followed by another. */
    private void wake(HeldLease own) {
        again.set(true);
        if (running && cycling.compareAndSet(false, true)) {
            again.set(false);
            cycle(own).subscribe().with(more -> cycleEnded(own, more, "ok"), failure -> {
                failed(failure);
                cycleEnded(own, false, "failed");
            });
        }
    }

    /** Said once for each time of trouble: it is tried again every second. */
    private void failed(Throwable failure) {
        if (trouble.begins()) {
            LOG.warnf("The outbox could not be relayed; it is tried again until it can: %s", failure);
        }
    }

    private void cycleEnded(HeldLease own, boolean more, String outcome) {
        if (outcome.equals("ok") && trouble.ends()) {
            LOG.info("The outbox is relayed again.");
        }
        metrics.counter("outbox.relay.cycles", "outcome", outcome).increment();
        cycling.set(false);
        if (more || (again.get() && outcome.equals("ok"))) {
            wake(own);
        }
    }

    /** True when more rows are waiting and this relay may send them now. */
    private Uni<Boolean> cycle(HeldLease own) {
        return own.take().chain(token -> token.map(held -> relayBatch(own, held))
                .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Boolean> relayBatch(HeldLease own, LeaseToken held) {
        return store.oldest(config.batchSize())
                .chain(rows -> rows.isEmpty() ? Uni.createFrom().item(false) : relay(rows, own, held));
    }

    private Uni<Boolean> relay(List<OutboxRow> rows, HeldLease own, LeaseToken held) {
        return sender.send(rows)
                .invoke(confirmed -> CrashPoints.reached("outbox.after-send"))
                .chain(confirmed -> confirmed.isEmpty()
                        ? Uni.createFrom().item(false)
                        : store.delete(confirmed, held)
                                .invoke(gone -> announce(rows, gone, own, held))
                                .map(gone -> gone.size() == rows.size() && rows.size() == config.batchSize()));
    }

    private void announce(List<OutboxRow> rows, Set<Long> gone, HeldLease own, LeaseToken held) {
        if (gone.isEmpty()) {
            own.lost(held);
            return;
        }
        metrics.counter("outbox.relayed").increment(gone.size());
        List<RelayedEvent> events = rows.stream()
                .filter(row -> gone.contains(row.id()))
                .map(OutboxRow::toRelayedEvent)
                .flatMap(Optional::stream)
                .toList();
        try {
            if (!events.isEmpty()) {
                relayed.fire(new OutboxRelayed(events));
            }
        } catch (RuntimeException e) {
            LOG.error("An observer of relayed events failed", e);
        }
    }
}
