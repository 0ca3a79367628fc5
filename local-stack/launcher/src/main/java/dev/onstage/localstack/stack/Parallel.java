package dev.onstage.localstack.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs pieces of work side by side. */
public final class Parallel {

    private static final int GIVE_UP_SECONDS = 60;

    private Parallel() {}

    /**
     * Returns when all have ended. The first failure interrupts the others and is thrown once they have stopped.
     *
     * @throws CompletionException around the first failure
     * @throws StackException when this thread is interrupted meanwhile; the work has stopped then
     */
    public static void run(List<? extends Runnable> work) {
        if (work.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        var failed = new CompletableFuture<Void>();
        try {
            CompletableFuture<?>[] all = work.stream()
                    .map(one -> CompletableFuture.runAsync(one, threads))
                    .peek(one -> one.exceptionally(failure -> {
                        failed.completeExceptionally(failure);
                        return null;
                    }))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.anyOf(CompletableFuture.allOf(all), failed).get();
        } catch (ExecutionException failure) {
            throw new CompletionException(failure.getCause());
        } catch (InterruptedException interrupted) {
            throw new StackException(Failure.CHILD_CRASHED, "Interrupted.", interrupted);
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private static void awaitEnd(ExecutorService threads) {
        try {
            if (!threads.awaitTermination(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("work did not end after an interrupt");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
