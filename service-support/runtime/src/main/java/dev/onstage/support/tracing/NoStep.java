package dev.onstage.support.tracing;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A step of no trace. */
final class NoStep implements TraceStep {

    static final NoStep INSTANCE = new NoStep();

    private NoStep() {}

    @Override
    public @Nullable String traceParent() {
        return null;
    }

    @Override
    public TraceStep with(TraceField field, String value) {
        return this;
    }

    @Override
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(work::get);
    }

    @Override
    public void end() {}

    @Override
    public void endAt(Instant when) {}

    @Override
    public void failed(Throwable failure) {}
}
