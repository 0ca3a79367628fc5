package dev.onstage.webhookingest.receiving;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that one event loop is reading, oldest first, looked at a few times a second: a timer for each would cost more
 * than reading most of them. Used on that event loop only.
 */
final class ReadDeadlines {
    private static final long LOOK_MILLIS = 250;

    private final long longestNanos;
    private final long patienceNanos;
    private final Set<Exchange> reading = new LinkedHashSet<>();

    private ReadDeadlines(Duration longest, Duration patience) {
        this.longestNanos = longest.toNanos();
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Begins to look, for the event loop this is called on.
     *
     * @param longest that a body may take
     * @param patience with a body while others need its place
     */
    static ReadDeadlines onThisEventLoop(Vertx vertx, Duration longest, Duration patience) {
        ReadDeadlines deadlines = new ReadDeadlines(longest, patience);
        vertx.setPeriodic(LOOK_MILLIS, ignored -> deadlines.look());
        return deadlines;
    }

    void watch(Exchange body) {
        reading.add(body);
    }

    void forget(Exchange body) {
        reading.remove(body);
    }

    /**
     * Makes the slowest sender give way, if it has taken longer than an honest one does: whoever sends slowly on many
     * connections would else hold every place.
     *
     * @return whether one gave way
     */
    boolean makeRoom(@Nullable Exchange newcomer) {
        Exchange slowest = oldest();
        if (slowest == null || slowest.equals(newcomer) || System.nanoTime() - slowest.startedAt() <= patienceNanos) {
            return false;
        }
        reading.remove(slowest);
        slowest.giveWay();
        return true;
    }

    private void look() {
        long now = System.nanoTime();
        for (Exchange oldest = oldest(); oldest != null && now - oldest.startedAt() > longestNanos; ) {
            reading.remove(oldest);
            oldest.tooSlow();
            oldest = oldest();
        }
    }

    private @Nullable Exchange oldest() {
        Iterator<Exchange> all = reading.iterator();
        return all.hasNext() ? all.next() : null;
    }
}
