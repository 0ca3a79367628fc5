package dev.onstage.webhookingest.receiving;

import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.publishing.DeliveryPublisher;
import dev.onstage.webhookingest.verification.RefusalReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The meters of the ingest path, looked up once: a look-up by tags costs more than verifying a delivery. */
@Singleton
class DeliveryMetrics {
    /** A type of the provider's that we do not know: there may be any number of those. */
    private static final String OTHER = "other";

    private static final Duration FASTEST = Duration.ofNanos(10_000);
    private static final Duration SLOWEST = Duration.ofSeconds(5);

    private final MeterRegistry registry;
    private final Map<DeliveryOutcome, Map<String, Counter>> deliveries = new ConcurrentHashMap<>();
    private final Map<RefusalReason, Counter> refused = new EnumMap<>(RefusalReason.class);
    private final Counter leftOut;
    private final Timer verify;
    private final Timer normalise;
    private final Timer publish;
    private final Timer spool;

    DeliveryMetrics(MeterRegistry registry, DeliveryPublisher publisher) {
        this.registry = registry;
        this.leftOut = registry.counter("webhook.elements.left.out");
        this.verify = step("verify");
        this.normalise = step("normalise");
        this.publish = step("publish");
        this.spool = step("spool");
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(reason, registry.counter("webhook.refused", "reason", reason.label()));
        }
        Gauge.builder("webhook.breaker.open", publisher, one -> one.isBreakerOpen() ? 1 : 0)
                .description("1 while deliveries go to the spool because Kafka does not confirm them")
                .register(registry);
    }

    private Timer step(String name) {
        return Timer.builder("webhook.step")
                .tag("step", name)
                .publishPercentileHistogram()
                .minimumExpectedValue(FASTEST)
                .maximumExpectedValue(SLOWEST)
                .register(registry);
    }

    /** A delivery is durable. */
    void count(NormalisedDelivery normalised, DeliveryOutcome outcome) {
        if (normalised.leftOut() > 0) {
            leftOut.increment(normalised.leftOut());
        }
        String type = normalised.known() ? normalised.type() : OTHER;
        deliveries
                .computeIfAbsent(outcome, ignored -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        type, name -> registry.counter("webhook.deliveries", "outcome", outcome.label(), "type", name))
                .increment();
    }

    /** A request was refused. */
    void count(RefusalReason reason) {
        Objects.requireNonNull(refused.get(reason)).increment();
    }

    void verified(long nanos) {
        verify.record(nanos, TimeUnit.NANOSECONDS);
    }

    void normalised(long nanos) {
        normalise.record(nanos, TimeUnit.NANOSECONDS);
    }

    void published(long nanos) {
        publish.record(nanos, TimeUnit.NANOSECONDS);
    }

    void spooled(long nanos) {
        spool.record(nanos, TimeUnit.NANOSECONDS);
    }
}
