package dev.onstage.support.outbox;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import dev.onstage.support.notification.DatabaseNotifications;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

    private final OutboxConfig config;
    private final OutboxStore store;
    private final OutboxSender sender;
    private final DatabaseNotifications notifications;
    private final Leases leases;
    private final Event<OutboxRelayed> relayed;
    private final MeterRegistry metrics;
    private final Vertx vertx;

    private final AtomicReference<@Nullable LeaseToken> held = new AtomicReference<>();
    private final AtomicBoolean cycling = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean running;
    private volatile long timer;
    private DatabaseNotifications.@Nullable Listener listener;

    OutboxRelay(
            OutboxConfig config,
            OutboxStore store,
            OutboxSender sender,
            DatabaseNotifications notifications,
            Leases leases,
            Event<OutboxRelayed> relayed,
            MeterRegistry metrics,
            Vertx vertx) {
        this.config = config;
        this.store = store;
        this.sender = sender;
        this.notifications = notifications;
        this.leases = leases;
        this.relayed = relayed;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            running = true;
            timer = vertx.setPeriodic(config.pollInterval().toMillis(), ignored -> tick());
            // What was committed before listening began is there to be found by the first cycle after it.
            listener = notifications.listen(Outbox.NOTIFICATION_CHANNEL_SQL, this::wake, ignored -> wake());
        }
    }

    /** Gives the lease back so that another instance goes on at once. */
    void stop(@Observes ShutdownEvent event) {
        if (!running) {
            return;
        }
        running = false;
        vertx.cancelTimer(timer);
        if (listener != null) {
            listener.close();
        }
        LeaseToken lease = held.getAndSet(null);
        if (lease != null) {
            leases.release(lease).onFailure().recoverWithNull().await().atMost(STOP_PATIENCE);
        }
    }

    boolean holdsLease() {
        return held.get() != null;
    }

    private void tick() {
        LeaseToken lease = held.get();
        if (lease != null) {
            leases.renew(lease, config.leaseTtl())
                    .subscribe()
                    .with(
                            renewed -> {
                                if (!renewed) {
                                    held.compareAndSet(lease, null);
                                }
                            },
                            failure -> LOG.debugf("The lease was not renewed: %s", failure));
        }
        wake();
    }

    /** Starts a cycle, or has the one under way followed by another. */
    private void wake() {
        again.set(true);
        if (running && cycling.compareAndSet(false, true)) {
            again.set(false);
            cycle().subscribe().with(more -> cycleEnded(more, "ok"), failure -> {
                LOG.warnf("The outbox could not be relayed: %s", failure);
                cycleEnded(false, "failed");
            });
        }
    }

    private void cycleEnded(boolean more, String outcome) {
        metrics.counter("outbox.relay.cycles", "outcome", outcome).increment();
        cycling.set(false);
        if (more || (again.get() && outcome.equals("ok"))) {
            wake();
        }
    }

    /** True when more rows are waiting and this relay may send them now. */
    private Uni<Boolean> cycle() {
        return holdLease().chain(lease -> lease.map(this::relayBatch)
                .orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Optional<LeaseToken>> holdLease() {
        LeaseToken lease = held.get();
        if (lease != null) {
            return Uni.createFrom().item(Optional.of(lease));
        }
        return leases.acquire(LEASE, config.leaseTtl()).invoke(acquired -> acquired.ifPresent(held::set));
    }

    private Uni<Boolean> relayBatch(LeaseToken lease) {
        return store.oldest(config.batchSize())
                .chain(rows -> rows.isEmpty() ? Uni.createFrom().item(false) : relay(rows, lease));
    }

    private Uni<Boolean> relay(List<OutboxRow> rows, LeaseToken lease) {
        return sender.send(rows)
                .invoke(confirmed -> CrashPoints.reached("outbox.after-send"))
                .chain(confirmed -> confirmed.isEmpty()
                        ? Uni.createFrom().item(false)
                        : store.delete(confirmed, lease)
                                .invoke(gone -> announce(rows, gone, lease))
                                .map(gone -> gone.size() == rows.size() && rows.size() == config.batchSize()));
    }

    private void announce(List<OutboxRow> rows, Set<Long> gone, LeaseToken lease) {
        if (gone.isEmpty()) {
            held.compareAndSet(lease, null);
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
