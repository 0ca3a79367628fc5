package dev.onstage.support.tracing;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** A Vert.x context for one piece of work: what is put into it is seen by that work, wherever it goes on, and by no other. */
final class OwnContext {

    private final Context context;

    private OwnContext(Context context) {
        this.context = context;
    }

    /** One on the event loop that is at work here, with the same fields of log lines, else on any event loop. */
    static OwnContext create(Supplier<Context> anyContext) {
        Context caller = Vertx.currentContext();
        Context made = VertxContext.createNewDuplicatedContext(caller == null ? anyContext.get() : caller);
        VertxContextSafetyToggle.setContextSafe(made, true);
        LogFields.copy(caller, made);
        return new OwnContext(made);
    }

    Context context() {
        return context;
    }

    /** Runs the work here on subscription, and ends on the context of the subscriber if it has one. */
    <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<T> running = Uni.createFrom()
                    .emitter(emitter -> context.runOnContext(ignored -> {
                        Cancellable begun =
                                Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail);
                        emitter.onTermination(begun::cancel);
                    }));
            return caller == null ? running : running.emitOn(command -> caller.runOnContext(ignored -> command.run()));
        });
    }
}
