package dev.onstage.componenttests.secrets;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Uses the pool on an event loop before the platform would have made it, where a test wants that. */
@Singleton
class EarlyUse {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    static final String WANTED = "test.early-use";

    private final boolean wanted;
    private final CompletableFuture<Integer> answer = new CompletableFuture<>();

    EarlyUse(@ConfigProperty(name = WANTED, defaultValue = "false") boolean wanted) {
        this.wanted = wanted;
    }

    void use(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 1) StartupEvent event,
            Instance<Pool> pool,
            Vertx vertx) {
        if (!wanted) {
            return;
        }
        vertx.getOrCreateContext().runOnContext(ignored -> {
            try {
                pool.get()
                        .query("SELECT 1")
                        .execute()
                        .subscribe()
                        .with(
                                rows -> answer.complete(rows.iterator().next().getInteger(0)),
                                answer::completeExceptionally);
            } catch (RuntimeException refused) {
                answer.completeExceptionally(refused);
            }
        });
        // Whatever comes of it, the platform makes the pool after this.
        answer.copy()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failure -> 0)
                .join();
    }

    /** What the database answered. */
    CompletableFuture<Integer> answer() {
        return answer;
    }
}
