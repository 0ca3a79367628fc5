package dev.onstage.localstack.cli;

import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.story.DemoAccount;
import dev.onstage.localstack.story.LatencyBench;
import dev.onstage.localstack.story.LatencyReport;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures. */
@Command(
        name = "bench",
        description = "Measures: latency the running stack, ingest and analytics a stack of their own.",
        synopsisSubcommandLabel = "latency | ingest | analytics",
        subcommands = {IngestBenchCommand.class, AnalyticsBenchCommand.class},
        mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before any command.
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            description = "From the webhook's 2xx, and from the command, until a page is told: p50 and p99.",
            mixinStandardHelpOptions = true)
    void latency(
            @Mixin Credentials credentials,
            @Option(names = "--runs", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}") int runs) {
        RunFile run = Home.ready();
        OnstageApi api = Home.api(run);
        DemoAccount.enter(api, Home.state(), credentials.given());
        PrintWriter out = spec.commandLine().getOut();
        LatencyReport report = new LatencyBench(api, Home.simulator(run)).measure(runs);
        out.print(report.table());
        out.flush();
    }
}
