package dev.onstage.localstack.cli;

import dev.onstage.localstack.bench.IngestBench;
import dev.onstage.localstack.bench.IngestBenchOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures webhook-ingest. */
@Command(
        name = "ingest",
        description = {
            "Signed deliveries per second: webhook-ingest beside the same HTTP server with only the HMAC check, the same"
                    + " with nothing, and Kafka's producer alone, in turns. Then times at half of that load.",
            "Starts a stack of its own; takes some minutes. Run it on a quiet machine."
        },
        mixinStandardHelpOptions = true)
final class IngestBenchCommand implements Callable<Integer> {

    @Option(names = "--seconds", defaultValue = "4", description = "Of each round. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Turns of each. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--connections",
            defaultValue = "1024",
            description = "Kept open, one delivery at a time on each. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--half-load-seconds",
            defaultValue = "15",
            description = "How long half of the load is held. Default: ${DEFAULT-VALUE}")
    private int halfLoadSeconds;

    @Option(
            names = "--soak",
            defaultValue = "0s",
            description =
                    "Afterwards hold half of what the service takes with the journal consumer on, for example 10m, and look at memory and disk.")
    private Duration soak = Duration.ZERO;

    @Option(names = "--without-journal", description = "Leave out the rounds with the journal consumer on.")
    private boolean withoutJournal;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var options = new IngestBenchOptions(seconds, rounds, connections, halfLoadSeconds, soak, !withoutJournal);
        PrivateStack.use(IngestBench.stack(PrivateStack.named("bench", out)), stack -> {
            try (var bench = new IngestBench(stack, options, out)) {
                out.print(bench.measure().text());
                out.flush();
            }
        });
        return 0;
    }
}
