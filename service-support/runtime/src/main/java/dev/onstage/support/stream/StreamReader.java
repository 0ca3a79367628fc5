package dev.onstage.support.stream;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whoever reads a stream.
 *
 * @param guard until when
 * @param lastId {@code Last-Event-ID}: the state a reader that connects again has already
 * @param disconnect closes the connection
 * @param leave gives the reader's place back; may be called several times
 */
record StreamReader(Guard guard, @Nullable String lastId, Runnable disconnect, Runnable leave) {

    /**
     * How long somebody may read.
     *
     * @param check whether they may at this moment; never fails
     * @param until when the access token they came with ends; null when nothing ends by itself
     */
    record Guard(Supplier<Uni<Boolean>> check, @Nullable Instant until) {

        /** For what everybody may read. */
        static final Guard NONE = new Guard(() -> Uni.createFrom().item(true), null);

        Uni<Boolean> mayStillRead() {
            return check.get();
        }
    }
}
