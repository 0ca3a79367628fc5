package dev.onstage.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The stacks of a test run by name. Each starts for the first test that wants it; after the last test all end together. */
final class Stacks implements AutoCloseable {

    /** The one that many scenarios use at the same time. */
    static final String SHARED = "shared";
    /** One that is used by one class at a time. */
    static final String COPIES = "copies";

    private final Map<String, CompletableFuture<StackUnderTest>> stacks = new ConcurrentHashMap<>();

    /**
     * The stack of that name, started if need be, when no other stack is being started.
     *
     * @throws CompletionException when it could not be started, for everybody who wants it
     */
    StackUnderTest named(String name) {
        var fresh = new CompletableFuture<StackUnderTest>();
        CompletableFuture<StackUnderTest> known = stacks.putIfAbsent(name, fresh);
        if (known == null) {
            start(name, fresh);
        }
        Starts.awaitEnd();
        return (known == null ? fresh : known).join();
    }

    private static void start(String name, CompletableFuture<StackUnderTest> stack) {
        try {
            stack.complete(StackUnderTest.start(name));
        } catch (RuntimeException notStarted) {
            stack.completeExceptionally(notStarted);
        }
    }

    @Override
    public void close() {
        List<CompletableFuture<StackUnderTest>> started = stacks.values().stream()
                .filter(stack -> !stack.isCompletedExceptionally())
                .toList();
        if (started.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(started.size());
        try {
            closeAll(started, threads);
        } finally {
            threads.shutdown();
        }
    }

    /** Every one is looked through and stopped, whatever was found in the others. */
    private static void closeAll(List<CompletableFuture<StackUnderTest>> started, ExecutorService threads) {
        var ends = started.stream()
                .map(stack -> stack.thenAcceptAsync(StackUnderTest::close, threads))
                .toList();
        var failures = new ArrayList<CompletionException>();
        for (CompletableFuture<Void> end : ends) {
            try {
                end.join();
            } catch (CompletionException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            CompletionException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }
}
