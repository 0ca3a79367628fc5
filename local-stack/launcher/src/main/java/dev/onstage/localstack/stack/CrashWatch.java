package dev.onstage.localstack.stack;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Notices the first end of a process that nobody asked to end. */
final class CrashWatch {

    private final CompletableFuture<String> crash = new CompletableFuture<>();

    /** Completes with a readable account of the first crash. */
    CompletableFuture<String> crash() {
        return crash;
    }

    /** Takes the end of {@code process} for a crash unless {@code expected} says otherwise at that moment. */
    void watch(CompletableFuture<?> process, BooleanSupplier expected, Supplier<String> account) {
        CompletableFuture<Void> unused = process.thenRun(() -> {
            if (!expected.getAsBoolean()) {
                crash.complete(account.get());
            }
        });
    }
}
