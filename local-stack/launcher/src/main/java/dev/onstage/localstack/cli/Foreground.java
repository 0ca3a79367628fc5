package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LastCrash;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.LocalStackBuilder;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.stack.StateDirectory;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs a stack until somebody asks it to stop or one of its processes crashes. */
final class Foreground {

    static final String LAST_WORD = "Ctrl-C stops everything.";

    private final PrintWriter out;
    private final TerminalProgress progress;

    Foreground(PrintWriter out, TerminalProgress progress) {
        this.out = out;
        this.progress = progress;
    }

    /**
     * Starts, shows the table, waits, stops.
     *
     * @throws StackException when it does not start, or when a process crashes; nothing is left running then
     */
    int run(LocalStackBuilder builder) throws InterruptedException {
        var asked = new CompletableFuture<String>();
        var stopped = new CountDownLatch(1);
        var starting = new AtomicReference<@Nullable Thread>(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(asked, starting, stopped), "stop"));
        out.println("Starting Onstage");
        out.flush();
        try (LocalStack stack = builder.start()) {
            starting.set(null);
            out.printf(Locale.ROOT, "Everything is ready after %.1f s.%n", progress.elapsedSeconds());
            RunFile.read(stack.state()).ifPresent(run -> out.print(UrlTable.of(run, stack.state())));
            out.println(LAST_WORD);
            out.flush();
            CompletableFuture.anyOf(asked, stack.crash()).get();
            if (stack.crash().isDone()) {
                String account = stack.crash().join();
                out.println(account);
                out.println("Stopping everything because of that.");
                out.flush();
                keep(stack.state(), account);
                throw new StackException(
                        Failure.CHILD_CRASHED,
                        "A part of Onstage ended by itself, see above. Everything has been stopped.");
            }
            out.println("Stopping");
            out.flush();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        } finally {
            out.flush();
            stopped.countDown();
        }
        return 0;
    }

    /** A disk that is full may be why it ended, and is not what to say then. */
    private void keep(StateDirectory state, String account) {
        try {
            LastCrash.keep(state, account);
        } catch (StackException unwritten) {
            out.println(unwritten.getMessage());
        }
    }

    /** On Ctrl-C or SIGTERM: lets the main thread stop everything and keeps the JVM alive meanwhile. */
    private static void stopAndWait(
            CompletableFuture<String> asked, AtomicReference<@Nullable Thread> starting, CountDownLatch stopped) {
        asked.complete("stop");
        Thread starter = starting.getAndSet(null);
        if (starter != null) {
            // Only a start is cut short; a stop under way must run to its end.
            starter.interrupt();
        }
        try {
            stopped.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
