package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.password.PasswordCost;
import dev.onstage.streamcontrol.account.password.PasswordHash;
import dev.onstage.streamcontrol.account.password.PasswordRules;
import dev.onstage.support.access.CallersContext;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords. That takes a tenth of a second of a processor and some megabytes of memory on purpose, so it happens on two threads of its own behind a bounded queue: a flood of sign-ins is refused instead
 * of slowing everything else down or using up the memory.
 */
@Startup
@ApplicationScoped
public class Passwords {

    private static final int THREADS = 2;
    private static final int WAITING = 64;

    private final PasswordCost cost;
    private final ThreadPoolExecutor threads;

    Passwords(AccountConfig config, @ConfigProperty(name = "onstage.environment") String environment) {
        cost = PasswordCost.of(config.passwordMemory(), config.passwordPasses(), environment);
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), runnable -> {
                    Thread thread = new Thread(runnable, "passwords");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** The hash to store of a password that {@link PasswordRules} gave its form. */
    public Uni<String> hash(String canonical) {
        return away(() -> PasswordHash.of(canonical, cost));
    }

    /** Whether what was typed is the password of the hash; false, after the same time, when there is no hash. */
    Uni<Boolean> matches(String typed, @Nullable String stored) {
        return away(() -> {
            if (stored == null) {
                PasswordHash.spendTheTimeOfAMatch(typed, cost);
                return false;
            }
            return PasswordHash.matches(typed, stored);
        });
    }

    /** Whether a stored hash should be made again when the password is at hand. */
    boolean isOutdated(String stored) {
        return PasswordHash.isOutdated(stored, cost);
    }

    private <T> Uni<T> away(Callable<T> work) {
        Uni<T> worked = Uni.createFrom()
                .<T>emitter(emitter -> threads.execute(() -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Throwable failure) {
                        emitter.fail(failure);
                    }
                }))
                .onFailure(RejectedExecutionException.class)
                .transform(e -> new ProblemException(ProblemType.OVERLOADED, "Too many people sign in at this moment.")
                        .fix("Try again in a few seconds.")
                        .with(ProblemException.RETRY_AFTER_SECONDS, 3));
        return CallersContext.returnTo(worked);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
