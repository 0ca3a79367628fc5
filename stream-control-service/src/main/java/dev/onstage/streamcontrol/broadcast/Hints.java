package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.BroadcastStore.Applied;
import dev.onstage.support.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Asks the provider about what a webhook hinted at, at once and beside the consumer, so that a slow provider holds up no
 * other channel. What does not fit, and what is lost with the process, the reconciler does a moment later: the hint's
 * transaction made it due.
 */
@ApplicationScoped
class Hints {

    private static final Logger LOG = Logger.getLogger(Hints.class);
    private static final int MAX_AT_ONCE = 64;

    private final ProviderActions actions;
    private final Tracing tracing;
    private final AtomicInteger running = new AtomicInteger();

    Hints(ProviderActions actions, Tracing tracing) {
        this.tracing = tracing;
        this.actions = actions;
    }

    /** Starts what a decision on a report wants; returns at once. */
    void follow(Applied applied) {
        if (applied.wanted().isEmpty()) {
            return;
        }
        if (running.incrementAndGet() > MAX_AT_ONCE) {
            running.decrementAndGet();
            return;
        }
        tracing.trace(SpanKind.INTERNAL, "follow hint", () -> actions.carryOut(applied, CommandSteps.RECONCILE, null))
                .onTermination()
                .invoke(running::decrementAndGet)
                .subscribe()
                .with(
                        outcome -> {},
                        failure -> LOG.warnf(
                                failure,
                                "A hint about channel %s is left to the reconciler",
                                applied.snapshot().channelId()));
    }
}
