package dev.onstage.endtoend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Checks that mostly wait, done at the same time. */
final class AtOnce {

    private AtOnce() {}

    /** See {@link #run(List)}. */
    static void run(Runnable... checks) throws InterruptedException {
        run(Arrays.asList(checks));
    }

    /**
     * Returns when all have ended.
     *
     * @throws AssertionError the first failure in their order; those of the others are suppressed in it
     */
    static void run(List<? extends Runnable> checks) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(checks.size());
        try {
            var failures = new ArrayList<Throwable>();
            for (Future<?> check :
                    threads.invokeAll(checks.stream().map(Executors::callable).toList())) {
                try {
                    check.get();
                } catch (ExecutionException failed) {
                    failures.add(failed.getCause());
                }
            }
            if (!failures.isEmpty()) {
                var failure = new AssertionError(failures.get(0).getMessage(), failures.get(0));
                failures.stream().skip(1).forEach(failure::addSuppressed);
                throw failure;
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
