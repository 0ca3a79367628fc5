package dev.onstage.webhookingest.publishing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Stops asking Kafka after several deliveries in a row were not confirmed; then lets one through per pause, as a probe, and
 * closes with the first that is confirmed. Thread-safe, never blocks.
 *
 * <p>Not the one of SmallRye Fault Tolerance: that wraps each call and looks at a window of them, while this one must be
 * asked, for nearly nothing, by the event loops, the publishing thread, the relay and the health check alike, and must not
 * count the thousands that were under way when Kafka went away as thousands of reasons.
 */
final class Breaker {
    private static final Logger LOG = Logger.getLogger(Breaker.class);

    private final int threshold;
    private final long pauseNanos;
    private final LongSupplier nanoTime;

    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicLong nextProbe = new AtomicLong();
    private volatile boolean open;

    /**
     * Makes a closed breaker.
     *
     * @param threshold so many failures without a success in between open it
     * @param pause between probes
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    Breaker(int threshold, Duration pause, LongSupplier nanoTime) {
        this.threshold = threshold;
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether a delivery may be sent to Kafka: when closed always, when open one per pause. */
    boolean tryPass() {
        if (!open) {
            return true;
        }
        long probe = nextProbe.get();
        long now = nanoTime.getAsLong();
        return now - probe >= 0 && nextProbe.compareAndSet(probe, now + pauseNanos);
    }

    /** Kafka confirmed something: that closes it, whoever asked. */
    void succeeded() {
        if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
        if (open) {
            open = false;
            LOG.info("Kafka confirms again.");
        }
    }

    /** Something was not confirmed in time. */
    void failed() {
        if (failuresInARow.incrementAndGet() >= threshold && !open) {
            nextProbe.set(nanoTime.getAsLong() + pauseNanos);
            open = true;
            LOG.warnf("Kafka did not confirm %d deliveries in a row: new ones go to the spool.", threshold);
        }
    }

    boolean isOpen() {
        return open;
    }
}
