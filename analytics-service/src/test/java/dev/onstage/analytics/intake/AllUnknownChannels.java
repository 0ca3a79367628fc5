package dev.onstage.analytics.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;

/** Makes the sweep without a container, and sweeps by hand. */
public final class AllUnknownChannels {

    private AllUnknownChannels() {}

    public static UnknownChannels create(Pool pool, MeterRegistry metrics, Duration keep) {
        return new UnknownChannels(pool, metrics, keep);
    }

    public static Uni<Void> sweep(UnknownChannels unknownChannels) {
        return unknownChannels.sweep();
    }
}
