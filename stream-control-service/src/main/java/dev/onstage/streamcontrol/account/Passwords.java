package dev.onstage.streamcontrol.account;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords with bcrypt. That takes a tenth of a second of a processor on purpose, so it happens on a few
 * threads of its own behind a bounded queue: a flood of sign-ins is refused instead of slowing everything else down.
 */
@ApplicationScoped
class Passwords {

    /** bcrypt reads no further: a longer password would be cut silently. */
    static final int LONGEST_BYTES = 72;

    static final int SHORTEST = 10;

    private static final int THREADS = 2;
    private static final int WAITING = 64;

    /** Checked when the account does not exist, so that an answer takes as long as for one that does. */
    private static final String NOBODYS_HASH = BcryptUtil.bcryptHash("nobody has this password");

    private final ThreadPoolExecutor threads;

    Passwords() {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), runnable -> {
                    Thread thread = new Thread(runnable, "passwords");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** The hash to store. */
    Uni<String> hash(String password) {
        return away(() -> BcryptUtil.bcryptHash(password));
    }

    /** Whether the password belongs to the hash; false, after the same time, when there is no hash. */
    Uni<Boolean> matches(String password, @Nullable String hash) {
        return away(() -> BcryptUtil.matches(password, hash == null ? NOBODYS_HASH : hash) && hash != null);
    }

    /** Refuses a password that is too short to be safe or too long to be checked. */
    static void requireAcceptable(String password) {
        if (password.length() < SHORTEST || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The password is too short or too long.")
                    .with(
                            "fix",
                            "Choose a password of %d characters or more, at most %d bytes."
                                    .formatted(SHORTEST, LONGEST_BYTES));
        }
    }

    private <T> Uni<T> away(Callable<T> work) {
        Context caller = Vertx.currentContext();
        Executor back = caller == null ? Runnable::run : task -> caller.runOnContext(ignored -> task.run());
        return Uni.createFrom()
                .<T>emitter(emitter -> threads.execute(() -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Exception e) {
                        emitter.fail(e);
                    }
                }))
                .onFailure(RejectedExecutionException.class)
                .transform(e -> new ProblemException(ProblemType.OVERLOADED, "Too many people sign in at this moment.")
                        .with("fix", "Try again in a few seconds.")
                        .with("retryAfterSeconds", 3))
                .emitOn(back);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
