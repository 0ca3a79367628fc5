package dev.onstage.localstack.cli;

import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.story.AccessBench;
import dev.onstage.localstack.story.AccessReport;
import dev.onstage.localstack.story.DemoAccount;
import dev.onstage.localstack.story.LatencyBench;
import dev.onstage.localstack.story.SignInBench;
import dev.onstage.localstack.story.SignInReport;
import dev.onstage.localstack.topology.Port;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures. */
@Command(
        name = "bench",
        description =
                "Measures: latency, access and sign-in the running stack, ingest and analytics a stack of their own.",
        synopsisSubcommandLabel = "latency | access | sign-in | ingest | analytics",
        subcommands = {IngestBenchCommand.class, AnalyticsBenchCommand.class},
        mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {

    /** Of each half of a round. */
    private static final int SIGN_INS = 100;

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
        print(new LatencyBench(api, Home.simulator(run)).measure(runs).table());
    }

    @Command(
            description = {
                "How long people who lost access can still write and watch, with the tokens that they have.",
                "Some minutes. Ends with 11 when it takes anybody more than 10 s."
            },
            mixinStandardHelpOptions = true)
    int access(
            @Mixin Credentials credentials,
            @Option(
                            names = "--people",
                            defaultValue = "100",
                            description = "In each way in which access ends. Default: ${DEFAULT-VALUE}")
                    int people) {
        RunFile run = Home.ready();
        OnstageApi api = Home.api(run);
        DemoAccount.enter(api, Home.state(), credentials.given());
        AccessReport report = new AccessBench(Home.url(run, Port.GATEWAY), api, Home.simulator(run)).measure(people);
        print(report.table());
        return report.isAsPromised() ? 0 : Failure.CHECK_FAILED.exitCode();
    }

    @Command(
            name = "sign-in",
            description = {
                "How long signing in takes while somebody tries 1,000 wrong passwords a minute on another account.",
                "Ends with 11 when p99 is more than twice that of calm rounds."
            },
            mixinStandardHelpOptions = true)
    int signIn(
            @Mixin Credentials credentials,
            @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}") int rounds) {
        RunFile run = Home.ready();
        OnstageApi api = Home.api(run);
        DemoAccount.enter(api, Home.state(), credentials.given());
        SignInReport report = new SignInBench(Home.url(run, Port.GATEWAY), Home.url(run, Port.STREAM_CONTROL), api)
                .measure(rounds, SIGN_INS);
        print(report.table());
        return report.isAsPromised() ? 0 : Failure.CHECK_FAILED.exitCode();
    }

    private void print(String table) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(table);
        out.flush();
    }
}
