package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.StartProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line per thing that is ready. */
final class TerminalProgress implements StartProgress {

    private final PrintWriter out;
    private final long begin = System.nanoTime();

    TerminalProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void cleaned(String name) {
        out.printf("  ended %s, left over from an earlier run%n", name);
        out.flush();
    }

    @Override
    public synchronized void ready(String name, Duration took) {
        out.printf(Locale.ROOT, "  %-22s ready after %4.1f s%n", name, took.toMillis() / 1000.0);
        out.flush();
    }

    /** Seconds since the command began. */
    double elapsedSeconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
