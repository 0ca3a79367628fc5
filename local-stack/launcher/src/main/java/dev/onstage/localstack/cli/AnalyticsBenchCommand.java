package dev.onstage.localstack.cli;

import dev.onstage.localstack.bench.AnalyticsBench;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures analytics. */
@Command(
        name = "analytics",
        description = {
            "Events applied per second by analytics, from Kafka to rows, beside COPY of as many rows into copies of the same"
                    + " tables with the same indexes, in turns.",
            "Starts a stack of its own; takes some minutes. Run it on a quiet machine."
        },
        mixinStandardHelpOptions = true)
final class AnalyticsBenchCommand implements Callable<Integer> {

    @Option(names = "--viewers", defaultValue = "100000", description = "Of each session. Default: ${DEFAULT-VALUE}")
    private int viewers;

    @Option(names = "--messages", defaultValue = "200000", description = "Of each session. Default: ${DEFAULT-VALUE}")
    private int messages;

    @Option(names = "--rounds", defaultValue = "5", description = "Sessions. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrivateStack.use(AnalyticsBench.stack(PrivateStack.named("bench", out)), stack -> {
            try (var bench = new AnalyticsBench(stack, viewers, messages, out)) {
                out.print(bench.measure(rounds).text());
                out.flush();
            }
        });
        return 0;
    }
}
