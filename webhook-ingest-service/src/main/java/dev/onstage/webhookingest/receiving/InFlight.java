package dev.onstage.webhookingest.receiving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is being read or made durable, bounded in number and in bytes. What is beyond is refused at once instead of waiting
 * in memory. Thread-safe.
 */
@Singleton
class InFlight {
    private final int maxDeliveries;
    private final long maxBytes;
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    @Inject
    InFlight(ReceivingConfig config, MeterRegistry metrics) {
        this(config.maxInFlight(), config.maxInFlightBytes().asLongValue());
        Gauge.builder("webhook.in.flight", this, InFlight::deliveries)
                .description("Deliveries under way")
                .register(metrics);
        Gauge.builder("webhook.in.flight.bytes", this, InFlight::bytes)
                .description("Bytes of the bodies of deliveries under way")
                .register(metrics);
    }

    InFlight(int maxDeliveries, long maxBytes) {
        this.maxDeliveries = maxDeliveries;
        this.maxBytes = maxBytes;
    }

    /** Room for one delivery, to be left again; null when there is none. */
    @Nullable Place enter() {
        if (deliveries.incrementAndGet() > maxDeliveries) {
            deliveries.decrementAndGet();
            return null;
        }
        return new Place();
    }

    /** Deliveries under way. */
    int deliveries() {
        return deliveries.get();
    }

    /** Bytes of their bodies. */
    long bytes() {
        return bytes.get();
    }

    /** One delivery's share. Used by one thread after another. */
    final class Place {
        private long mine;
        private boolean left;

        /** Takes room for so many bytes more; false when there is none. */
        boolean grow(int more) {
            if (bytes.addAndGet(more) > maxBytes) {
                bytes.addAndGet(-more);
                return false;
            }
            mine += more;
            return true;
        }

        /** Gives all of it back, once. */
        void leave() {
            if (!left) {
                left = true;
                bytes.addAndGet(-mine);
                deliveries.decrementAndGet();
            }
        }
    }
}
