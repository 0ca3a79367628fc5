package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.LocalStackBuilder;
import dev.onstage.localstack.stack.Ports;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A stack that one command starts for itself, with fresh data and free ports, beside whatever else runs. */
final class PrivateStack {

    private static final int STOP_SECONDS = 60;

    private PrivateStack() {}

    /** What is done with it. */
    interface Work {
        void with(LocalStack stack) throws InterruptedException;
    }

    /** A description of a fresh stack whose data and logs are in {@code name} under the home directory. */
    static LocalStackBuilder named(String name, PrintWriter out) {
        Path home = Home.directory().resolve(name);
        out.printf("Starting a stack for this alone; its data and logs are in %s%n", home);
        out.flush();
        return LocalStack.builder(Home.repository())
                .home(home)
                .ports(Ports.free())
                .fresh(true);
    }

    /** Starts it, works and stops it; Ctrl-C stops it too. */
    static void use(LocalStackBuilder builder, Work work) throws InterruptedException {
        var running = new AtomicReference<@Nullable LocalStack>();
        var stopped = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(running, worker, stopped), "stop"));
        Logging.quiet();
        try (LocalStack stack = builder.start()) {
            // Not before: a fresh start deletes earlier logs.
            Logging.toFile(stack.state());
            running.set(stack);
            work.with(stack);
        } finally {
            stopped.countDown();
        }
    }

    private static void stopAndWait(
            AtomicReference<@Nullable LocalStack> running, Thread worker, CountDownLatch stopped) {
        if (stopped.getCount() == 0) {
            return;
        }
        LocalStack stack = running.get();
        if (stack == null) {
            worker.interrupt();
        } else {
            stack.close();
        }
        try {
            boolean unused = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
