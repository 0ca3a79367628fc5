package dev.onstage.localstack.story;

import java.util.List;
import java.util.Locale;

/**
 * What was measured, in milliseconds.
 *
 * @param webhookToPage from the 2xx of the webhook until the public page's stream said live
 * @param webhookToDashboard the same until the broadcaster's stream said so
 * @param commandToPage from sending the go-live command until the public page's stream said live
 * @param stopToPage from sending the stop command until it said not live
 */
public record LatencyReport(
        List<Double> webhookToPage,
        List<Double> webhookToDashboard,
        List<Double> commandToPage,
        List<Double> stopToPage) {

    /** One line per measurement. */
    public String table() {
        return "  %-44s %6s %9s %9s %9s%n".formatted("", "runs", "p50 ms", "p99 ms", "max ms")
                + line("webhook 2xx → page says live", webhookToPage)
                + line("webhook 2xx → dashboard says live", webhookToDashboard)
                + line("go-live command → page says live", commandToPage)
                + line("stop-live command → page says ended", stopToPage);
    }

    /** The value that this share of the runs did not exceed. */
    public static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    private static String line(String name, List<Double> values) {
        return String.format(
                Locale.ROOT,
                "  %-44s %6d %9.1f %9.1f %9.1f%n",
                name,
                values.size(),
                percentile(values, 0.5),
                percentile(values, 0.99),
                percentile(values, 1));
    }
}
