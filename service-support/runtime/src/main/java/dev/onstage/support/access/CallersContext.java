package dev.onstage.support.access;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Requests go on upon the event loop they came in on. */
public final class CallersContext {
    private CallersContext() {}

    /** The same outcome, told on the caller's context wherever {@code work} ends: on another request's event loop, on a timer. */
    public static <T> Uni<T> returnTo(Uni<T> work) {
        Context context = Vertx.currentContext();
        return context == null ? work : work.emitOn(command -> context.runOnContext(ignored -> command.run()));
    }
}
