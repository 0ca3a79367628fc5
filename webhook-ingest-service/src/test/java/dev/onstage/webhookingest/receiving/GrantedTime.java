package dev.onstage.webhookingest.receiving;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time that the machine grants this JVM. It ticks a hundred times a second, and a tick that comes late counts as one or
 * two: while the machine is busy with something else this clock stands still. What waits for a timeout waits as long by this
 * clock as by any other; what is only not let run does not.
 */
final class GrantedTime implements AutoCloseable {
    private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong granted = new AtomicLong();
    private long lastTick = System.nanoTime();

    GrantedTime() {
        var unused = ticker.scheduleWithFixedDelay(this::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        granted.addAndGet(Math.min(now - lastTick, 2 * TICK_NANOS));
        lastTick = now;
    }

    /** Since this clock began. */
    Duration elapsed() {
        return Duration.ofNanos(granted.get());
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}
