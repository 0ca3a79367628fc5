package dev.onstage.localstack.story;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints what happened, when, where, and how long it took. */
public final class Timeline {

    private final PrintWriter out;
    private final long begin = System.nanoTime();

    /** Begins now. */
    public Timeline(PrintWriter out) {
        this.out = out;
        out.printf("  %7s  %-22s %-62s %9s%n", "at", "where", "what", "took");
    }

    /** Something that took a while. */
    public void add(String where, String what, Duration took) {
        out.printf(
                Locale.ROOT,
                "  %6.1fs  %-22s %-62s %6d ms%n",
                (System.nanoTime() - begin) / 1e9,
                where,
                what,
                took.toMillis());
        out.flush();
    }

    /** Something that happened. */
    public void add(String where, String what) {
        out.printf(Locale.ROOT, "  %6.1fs  %-22s %s%n", (System.nanoTime() - begin) / 1e9, where, what);
        out.flush();
    }
}
