package dev.onstage.localstack.story;

import java.util.List;
import java.util.Locale;

/**
 * How long signing in took.
 *
 * @param calm milliseconds, while nobody guessed
 * @param underAttack milliseconds, while somebody guessed on another account
 * @param wrong how many wrong passwords were tried
 */
public record SignInReport(List<Double> calm, List<Double> underAttack, int wrong) {

    /** What the ratio of the two p99 may be. */
    private static final double BOUND = 2;

    /** Whether nobody else was slowed down. */
    public boolean isAsPromised() {
        return ratio() <= BOUND;
    }

    /** One line for each, and the ratio for scripts. */
    public String table() {
        return "  %-34s %9s %9s %9s %9s%n".formatted("sign-in", "times", "p50 ms", "p99 ms", "max ms")
                + line("nobody guesses", calm)
                + line(wrong + " guesses on another account", underAttack)
                + String.format(Locale.ROOT, "ratio of p99 under attack to calm: %.2f%n", ratio());
    }

    private double ratio() {
        return LatencyReport.percentile(underAttack, 0.99) / LatencyReport.percentile(calm, 0.99);
    }

    private static String line(String name, List<Double> took) {
        return String.format(
                Locale.ROOT,
                "  %-34s %9d %9.1f %9.1f %9.1f%n",
                name,
                took.size(),
                LatencyReport.percentile(took, 0.5),
                LatencyReport.percentile(took, 0.99),
                LatencyReport.percentile(took, 1));
    }
}
