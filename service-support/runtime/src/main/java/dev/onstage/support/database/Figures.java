package dev.onstage.support.database;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** How one job reads figures for metrics. */
public final class Figures {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicBoolean reading = new AtomicBoolean();
    private final Duration patience;

    /** Those of one job. */
    public Figures() {
        this(PATIENCE);
    }

    Figures(Duration patience) {
        this.patience = patience;
    }

    /**
     * Fails when the reading takes too long: figures from before a database fell silent would look like all is well. The reading
     * goes on, since what waits for a connection cannot be called back; while it does none is added to it, and this fails at
     * once.
     */
    public <T> Uni<T> read(Supplier<Uni<T>> figures) {
        return Uni.createFrom()
                .<T>emitter(emitter -> {
                    if (!reading.compareAndSet(false, true)) {
                        emitter.fail(new IllegalStateException("The last reading has not ended yet"));
                        return;
                    }
                    Uni.createFrom()
                            .deferred(figures::get)
                            .onTermination()
                            .invoke(() -> reading.set(false))
                            .subscribe()
                            .with(emitter::complete, emitter::fail);
                })
                .ifNoItem()
                .after(patience)
                .fail();
    }
}
