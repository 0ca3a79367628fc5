package dev.onstage.webhookingest.spooling;

import dev.onstage.support.crash.CrashPoints;
import dev.onstage.support.database.Figures;
import dev.onstage.support.lease.HeldLease;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import dev.onstage.support.tracing.TraceField;
import dev.onstage.support.tracing.TraceStep;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.support.trouble.Trouble;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.publishing.DeliveryPublisher;
import dev.onstage.webhookingest.publishing.NotConfirmedException;
import dev.onstage.webhookingest.storage.StorageReady;
import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the spool to Kafka, oldest first, while new deliveries go there directly: one relay for all instances, by lease. A
 * row is deleted after Kafka confirmed its records, by a statement that names the fence; a crash in between publishes it
 * again, with equal events and under the same delivery id.
 *
 * <p>While Kafka is away it tries one delivery at a time, like the probe that it is. A row that cannot be understood any
 * more is published as {@link DeliveryOutcome#REFUSED}, one whose events Kafka would never take as {@link
 * DeliveryOutcome#QUARANTINED}: neither comes back to keep others waiting.
 */
@ApplicationScoped
class SpoolRelay {
    private static final Logger LOG = Logger.getLogger(SpoolRelay.class);
    private static final String LEASE = "webhook-spool-relay";

    private final SpoolConfig config;
    private final SpoolStore store;
    private final StorageReady storage;
    private final HeldLease lease;
    private final DeliveryVerifier verifier;
    private final DeliveryNormaliser normaliser;
    private final DeliveryPublisher publisher;
    private final Tracing tracing;
    private final Vertx vertx;

    private final Figures figures = new Figures();
    private final AtomicBoolean cycling = new AtomicBoolean();
    /** Null while the database does not tell. */
    private volatile SpoolStore.@Nullable Level level;

    private volatile long timer;
    private volatile boolean stopping;
    private final Trouble trouble = new Trouble();

    SpoolRelay(
            SpoolConfig config,
            SpoolStore store,
            StorageReady storage,
            Leases leases,
            DeliveryVerifier verifier,
            DeliveryNormaliser normaliser,
            DeliveryPublisher publisher,
            MeterRegistry metrics,
            Tracing tracing,
            Vertx vertx) {
        this.tracing = tracing;
        this.config = config;
        this.store = store;
        this.storage = storage;
        this.lease = leases.held(LEASE, config.leaseTtl());
        this.verifier = verifier;
        this.normaliser = normaliser;
        this.publisher = publisher;
        this.vertx = vertx;
        Gauge.builder("webhook.spool.depth", this, relay -> relay.shown(SpoolStore.Level::rows))
                .description("Deliveries that wait in the spool for Kafka")
                .register(metrics);
        Gauge.builder("webhook.spool.age.seconds", this, relay -> relay.shown(SpoolStore.Level::ageSeconds))
                .description("How long the oldest delivery in the spool has been waiting")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.pollInterval().toMillis(), ignored -> wake());
    }

    /** Gives the lease back so that another instance goes on at once. */
    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        vertx.cancelTimer(timer);
        lease.giveBack();
    }

    private void wake() {
        if (!stopping && storage.isReady() && cycling.compareAndSet(false, true)) {
            cycle().subscribe().with(this::cycleEnded, this::cycleFailed);
        }
    }

    /** Said once per outage, not twice a second. */
    private void cycleFailed(Throwable failure) {
        if (trouble.begins()) {
            LOG.warnf("The spool could not be relayed; it is tried again until it can: %s", failure);
        }
        cycling.set(false);
    }

    private void cycleEnded(boolean more) {
        if (trouble.ends()) {
            LOG.info("The spool is relayed again.");
        }
        cycling.set(false);
        if (more) {
            wake();
        }
    }

    private double shown(ToDoubleFunction<SpoolStore.Level> figure) {
        SpoolStore.Level current = level;
        return current == null ? Double.NaN : figure.applyAsDouble(current);
    }

    /** Publishes one batch; true when more rows are waiting and this relay may publish them now. */
    Uni<Boolean> cycle() {
        return figures.read(store::level)
                .invoke(current -> level = current)
                .onFailure()
                .invoke(failure -> level = null)
                .chain(current -> current.rows() == 0
                        ? Uni.createFrom().item(false)
                        : lease.keep().chain(held -> held.map(this::relayBatch)
                                .orElseGet(() -> Uni.createFrom().item(false))));
    }

    private Uni<Boolean> relayBatch(LeaseToken lease) {
        int rows = publisher.isBreakerOpen() ? 1 : config.relayRows();
        return store.oldest(rows)
                .chain(batch -> batch.isEmpty() ? Uni.createFrom().item(false) : relay(batch, lease));
    }

    private Uni<Boolean> relay(List<SpooledDelivery> batch, LeaseToken lease) {
        return Uni.join()
                .all(batch.stream().map(this::publish).toList())
                .andFailFast()
                .map(results -> results.stream().flatMap(Optional::stream).toList())
                .invoke(confirmed -> CrashPoints.reached("spool-relay.after-send"))
                .chain(confirmed -> confirmed.isEmpty()
                        ? Uni.createFrom().item(false)
                        : store.delete(confirmed, lease).map(deleted -> deleted > 0));
    }

    /** The id once Kafka has the delivery; empty when it does not confirm. */
    private Uni<Optional<UUID>> publish(SpooledDelivery row) {
        VerifiedDelivery delivery = verifier.restore(
                row.deliveryId(),
                row.receivedAt(),
                row.apiKey(),
                row.webhookId(),
                row.attempt(),
                row.traceParent(),
                row.body().getBytes());
        TraceStep step = begin(row);
        return publish(delivery.inTrace(step.traceParent()), row.outcome())
                .invoke(() -> step.end())
                .onFailure()
                .invoke(step::failed)
                .map(ignored -> Optional.of(row.deliveryId()))
                .onFailure()
                .invoke(failure -> LOG.debugf("Delivery %s stays in the spool: %s", row.deliveryId(), failure))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /** The wait in the spool is over: a step of the trace that the delivery began when it was received. */
    private TraceStep begin(SpooledDelivery row) {
        return row.traceParent() == null
                ? TraceStep.none()
                : tracing.begin(SpanKind.INTERNAL, "publish from spool", row.traceParent())
                        .with(TraceField.DELIVERY_ID, row.deliveryId().toString());
    }

    private Uni<Void> publish(VerifiedDelivery delivery, DeliveryOutcome outcome) {
        try {
            NormalisedDelivery normalised = normaliser.normalise(delivery);
            return publisher
                    .publishFromSpool(normalised, outcome)
                    .onFailure(SpoolRelay::isTooLarge)
                    .recoverWithUni(() -> publisher.publishFromSpool(normalised, DeliveryOutcome.QUARANTINED));
        } catch (RuntimeException incomprehensible) {
            return publisher.publishFromSpool(NormalisedDelivery.unreadable(delivery), DeliveryOutcome.REFUSED);
        }
    }

    private static boolean isTooLarge(Throwable failure) {
        return failure instanceof NotConfirmedException notConfirmed && notConfirmed.isTooLarge();
    }
}
