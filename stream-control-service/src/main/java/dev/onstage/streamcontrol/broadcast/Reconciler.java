package dev.onstage.streamcontrol.broadcast;

import dev.onstage.support.copy.CopyName;
import dev.onstage.support.stop.LastWork;
import dev.onstage.support.tracing.LogFields;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Looks for channels that are due and checks them, a bounded number at a time. Any number of instances may run it: each
 * channel is leased to one of them.
 */
@ApplicationScoped
class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final CheckRecords checks;
    private final ChannelCheck check;
    private final BroadcastConfig.ReconcilerConfig config;
    private final LogFields fields;
    private final Vertx vertx;
    private final String owner;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean started;
    private CompletionStage<?> lookUnderWay = CompletableFuture.completedStage(null);
    private volatile long timer;

    Reconciler(
            CheckRecords checks,
            ChannelCheck check,
            BroadcastConfig config,
            LogFields fields,
            Vertx vertx,
            MeterRegistry metrics,
            CopyName copy) {
        this.checks = checks;
        this.check = check;
        this.config = config.reconciler();
        this.fields = fields;
        this.vertx = vertx;
        this.owner = copy.text();
        Gauge.builder("broadcasts.checked", running, AtomicInteger::get)
                .description("Channels that this copy has leased and compares with GetStream")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            started = true;
            timer = vertx.setPeriodic(config.tick().toMillis(), ignored -> look());
        }
    }

    /** Gives its channels back, also those that it is getting, so that another instance goes on at once. */
    void stop(@Observes ShutdownEvent event) {
        CompletionStage<?> last;
        synchronized (this) {
            if (!started) {
                return;
            }
            started = false;
            last = lookUnderWay;
        }
        vertx.cancelTimer(timer);
        LastWork.tryFor(Uni.createFrom()
                .completionStage(last)
                .onFailure()
                .recoverWithNull()
                .chain(() -> checks.releaseAll(owner)));
    }

    private synchronized void look() {
        int free = config.concurrency() - running.get();
        if (!started || free <= 0 || !looking.compareAndSet(false, true)) {
            return;
        }
        lookUnderWay = checks.acquire(owner, config.lease(), free)
                .onTermination()
                .invoke(() -> looking.set(false))
                .invoke(this::check)
                .onFailure()
                .invoke(failure -> LOG.debugf("Channels could not be looked through: %s", failure))
                .subscribeAsCompletionStage();
    }

    private void check(List<Lease> leases) {
        if (!started) {
            return;
        }
        for (Lease lease : leases) {
            running.incrementAndGet();
            fields.with(lease.channelId(), () -> check.run(lease))
                    .onTermination()
                    .invoke(running::decrementAndGet)
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.warnf(failure, "Channel %s could not be checked", lease.channelId()));
        }
    }
}
