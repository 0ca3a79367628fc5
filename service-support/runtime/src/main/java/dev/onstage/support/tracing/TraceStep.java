package dev.onstage.support.tracing;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A step of a trace that has begun and must be ended. While tracing is off it is nothing and does nothing. */
public interface TraceStep {

    /** A step of no trace. */
    static TraceStep none() {
        return NoStep.INSTANCE;
    }

    /** What the steps that follow from this one name as theirs; null while tracing is off. */
    @Nullable String traceParent();

    /** Says something about the step. */
    TraceStep with(TraceField field, String value);

    /**
     * Runs work as a part of this step: what it writes into the outbox, and its lines in the log, belong to the trace. May be
     * called more than once, as for work that is tried again.
     */
    <T> Uni<T> run(Supplier<Uni<T>> work);

    /** It is over. */
    void end();

    /** It is over and ended at that time. */
    void endAt(Instant when);

    /** It is over and went wrong: of the failure only its class is told. */
    void failed(Throwable failure);

    /** Runs work as {@link #run} does, and ends with it. */
    default <T> Uni<T> runToItsEnd(Supplier<Uni<T>> work) {
        return run(work).onTermination().invoke((item, failure, cancelled) -> {
            if (failure == null) {
                end();
            } else {
                failed(failure);
            }
        });
    }
}
