package dev.onstage.support.audit;

import dev.onstage.events.AuditEntry;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries, a few at a time: however many commands come, and however long the trail takes, the service's other work keeps
 * the rest of its connections. Nobody waits for longer than the patience. A write that was begun keeps its place until it is
 * over, also when nobody waits for it any more, since it keeps its connection as well.
 */
@ApplicationScoped
class AuditWrites {
    static final int AT_ONCE = 2;
    static final int MOST_WAITING = 64;
    private static final int RETRY_SECONDS = 5;

    /** An entry on its way, with the context of the request that it belongs to. */
    private record Write(
            AuditEntry entry,
            UniEmitter<? super @Nullable Void> emitter,
            @Nullable Context context) {}

    private final AuditSink sink;
    private final Duration patience;
    private final Deque<Write> waiting = new ArrayDeque<>();
    private int running;

    @Inject
    AuditWrites(
            AuditSink sink, @ConfigProperty(name = "onstage.audit-patience", defaultValue = "2s") Duration patience) {
        this.sink = sink;
        this.patience = patience;
    }

    /** Ends once the entry cannot be lost any more, or fails in time. Then it may be written later, or never. */
    Uni<Void> write(AuditEntry entry) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> enter(new Write(entry, emitter, Vertx.currentContext())))
                .ifNoItem()
                .after(patience)
                .failWith(() -> overloaded("The trail of commands does not take entries in time."));
    }

    private void enter(Write write) {
        boolean first;
        synchronized (this) {
            first = running < AT_ONCE;
            if (first) {
                running++;
            } else if (waiting.size() < MOST_WAITING) {
                waiting.add(write);
            } else {
                write.emitter().fail(overloaded("Too many commands wait for the trail."));
                return;
            }
        }
        if (first) {
            start(write);
        } else {
            write.emitter().onTermination(() -> leave(write));
        }
    }

    private synchronized void leave(Write write) {
        boolean unused = waiting.remove(write);
    }

    private void start(Write write) {
        Uni.createFrom()
                .deferred(() -> sink.write(write.entry()))
                .subscribe()
                .with(
                        written -> {
                            startNext();
                            write.emitter().complete(null);
                        },
                        failure -> {
                            startNext();
                            write.emitter().fail(failure);
                        });
    }

    private void startNext() {
        Write next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                running--;
                return;
            }
        }
        Context context = next.context();
        if (context == null) {
            start(next);
        } else {
            context.runOnContext(ignored -> start(next));
        }
    }

    private static ProblemException overloaded(String detail) {
        return new ProblemException(ProblemType.OVERLOADED, detail)
                .with(ProblemException.RETRY_AFTER_SECONDS, RETRY_SECONDS)
                .fix("Nothing was changed. Try again in a moment; if it goes on, look at the log of this service.");
    }
}
