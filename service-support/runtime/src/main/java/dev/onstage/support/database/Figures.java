package dev.onstage.support.database;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** How figures for metrics are read. */
public final class Figures {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Figures() {}

    /** Fails when the reading takes too long: figures from before a database fell silent would look like all is well. */
    public static <T> Uni<T> inTime(Uni<T> reading) {
        return reading.ifNoItem().after(PATIENCE).fail();
    }
}
