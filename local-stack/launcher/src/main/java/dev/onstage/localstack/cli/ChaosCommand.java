package dev.onstage.localstack.cli;

import dev.onstage.localstack.audit.ScanReport;
import dev.onstage.localstack.audit.StackScan;
import dev.onstage.localstack.chaos.ChaosHostile;
import dev.onstage.localstack.chaos.ChaosHostileOptions;
import dev.onstage.localstack.chaos.ChaosIngest;
import dev.onstage.localstack.chaos.ChaosIngestOptions;
import dev.onstage.localstack.chaos.ChaosNotifier;
import dev.onstage.localstack.chaos.ChaosNotifierOptions;
import dev.onstage.localstack.chaos.ChaosReport;
import dev.onstage.localstack.chaos.ChaosRolling;
import dev.onstage.localstack.chaos.ChaosRollingOptions;
import dev.onstage.localstack.chaos.NotifierReport;
import dev.onstage.localstack.client.AnswerLog;
import dev.onstage.localstack.client.DiscordSimulatorApi;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.hostile.HostileReport;
import dev.onstage.localstack.load.LoadGenerator;
import dev.onstage.localstack.rolling.RollingPart;
import dev.onstage.localstack.rolling.RollingReport;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.story.DemoAccount;
import dev.onstage.localstack.story.Timeline;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Breaks things. */
@Command(
        name = "chaos",
        description = "Breaks a stack of its own on purpose and accounts for everything afterwards.",
        synopsisSubcommandLabel = "ingest|analytics|notifier|hostile|rolling",
        mixinStandardHelpOptions = true)
final class ChaosCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before any command.
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            description = {
                "Kills webhook-ingest at random moments and at named points, and takes Kafka, PostgreSQL and both away,"
                        + " while deliveries come; then looks for every delivery that was answered 2xx.",
                "Ends with 11 when one of them is not in the journal, or not exactly once in the figures."
            },
            mixinStandardHelpOptions = true)
    void ingest(
            @Option(names = "--kills", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}") int kills,
            @Option(names = "--rate", defaultValue = "2000", description = "Deliveries/s. Default: ${DEFAULT-VALUE}")
                    int rate,
            @Option(
                            names = "--outage",
                            defaultValue = "30s",
                            description = "How long each server is away, 0s for not at all. Default: ${DEFAULT-VALUE}")
                    Duration outage,
            @Option(names = "--seed", description = "Repeats the crowd and the moments of an earlier run.")
                    Optional<Long> seed,
            @Option(
                            names = "--through-gateway",
                            description = "Deliver through the gateway instead of straight to the service.")
                    boolean throughGateway)
            throws InterruptedException {
        run(ServiceKind.WEBHOOK_INGEST, kills, rate, outage, seed, throughGateway);
    }

    @Command(
            description = {
                "Kills one of two copies of analytics at random moments and right after its commit, while deliveries"
                        + " come; then looks for every delivery that was answered 2xx.",
                "Ends with 11 when one of them is not in the journal, or not exactly once in the figures."
            },
            mixinStandardHelpOptions = true)
    void analytics(
            @Option(names = "--kills", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}") int kills,
            @Option(names = "--rate", defaultValue = "1000", description = "Deliveries/s. Default: ${DEFAULT-VALUE}")
                    int rate,
            @Option(names = "--seed", description = "Repeats the crowd and the moments of an earlier run.")
                    Optional<Long> seed)
            throws InterruptedException {
        run(ServiceKind.ANALYTICS, kills, rate, Duration.ZERO, seed, false);
    }

    @Command(
            description = {
                "Kills one of two copies of the notifier at random moments and just before and after it calls Discord,"
                        + " while sessions begin and end and Discord limits, fails and drops calls; then looks at every"
                        + " message.",
                "Ends with 11 when one is missing, wrong or there twice without a call of unknown outcome, or when a"
                        + " secret is found in a log, record, metric or answer."
            },
            mixinStandardHelpOptions = true)
    void notifier(
            @Option(names = "--kills", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}") int kills,
            @Option(
                            names = "--sessions",
                            defaultValue = "200",
                            description = "On 5 channels with 4 destinations each. Default: ${DEFAULT-VALUE}")
                    int sessions,
            @Option(
                            names = "--lease",
                            defaultValue = "30s",
                            description =
                                    "How long a copy may take for one call, more than 20s. Default: ${DEFAULT-VALUE}")
                    Duration lease,
            @Option(names = "--seed", description = "Repeats the events and the moments of an earlier run.")
                    Optional<Long> seed)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var options = new ChaosNotifierOptions(kills, sessions, chosen(seed, out));
        var builder = PrivateStack.named("chaos", out)
                .environment(ServiceKind.NOTIFIER, Map.of("ONSTAGE_DELIVERY_LEASE", lease.toString()));
        PrivateStack.use(builder, stack -> run(stack, options, out));
    }

    @Command(
            description = {
                "Sends what somebody outside could send to do harm, beside signed deliveries, a live stream with"
                        + " viewers and people who sign in; then compares what all of them got with what they would have"
                        + " got alone.",
                "Ends with 11 when anybody else noticed, when a hostile input was served or failed on, when a service"
                        + " does not come back to where it was, or when a log holds a secret or a line that a client"
                        + " wrote."
            },
            mixinStandardHelpOptions = true)
    void hostile(
            @Option(names = "--for", defaultValue = "10m", description = "How long. Default: ${DEFAULT-VALUE}")
                    Duration length,
            @Option(
                            names = "--rate",
                            defaultValue = "50",
                            description = "Signed deliveries/s. Default: ${DEFAULT-VALUE}")
                    int rate,
            @Option(names = "--seed", description = "Repeats the crowd and the order of an earlier run.")
                    Optional<Long> seed)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var options = new ChaosHostileOptions(length, rate, chosen(seed, out), LoadGenerator.PATIENCE);
        PrivateStack.use(PrivateStack.named("chaos", out), stack -> run(stack, options, out));
    }

    @Command(
            description = {
                "Restarts two copies of each service as a roll-out does, each in turn and then all services at once, while"
                        + " people and programs use Onstage through the gateway; then kills the copies, each in turn and all"
                        + " at once; then restarts PostgreSQL, Redis and Kafka.",
                "Ends with 11 when a request failed because of an orderly restart, when a reader was without its event stream"
                        + " for more than 5 s then, when a copy did not end by itself, when something that failed after a"
                        + " kill or a restart of a server was not healed within 15 s, or when a delivery, a session or a post"
                        + " is lost or there twice."
            },
            mixinStandardHelpOptions = true)
    void rolling(
            @Option(
                            names = "--rounds",
                            defaultValue = "10",
                            description =
                                    "Of orderly restarts, and as many of kills; servers are restarted once. Default: ${DEFAULT-VALUE}")
                    int rounds,
            @Option(
                            names = "--streams",
                            defaultValue = "2000",
                            description = "Readers of the channel's event stream. Default: ${DEFAULT-VALUE}")
                    int streams,
            @Option(
                            names = "--rate",
                            defaultValue = "50",
                            description = "Signed deliveries/s. Default: ${DEFAULT-VALUE}")
                    int rate,
            @Option(
                            names = "--parts",
                            split = ",",
                            defaultValue = "orderly,kills,servers",
                            description = "Some of orderly, kills and servers. Default: ${DEFAULT-VALUE}")
                    Set<RollingPart.Kind> parts,
            @Option(names = "--seed", description = "Repeats the crowd of an earlier run.") Optional<Long> seed)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var options = new ChaosRollingOptions(parts, rounds, streams, rate, chosen(seed, out), LoadGenerator.PATIENCE);
        PrivateStack.use(ChaosRolling.stack(PrivateStack.named("chaos", out)), stack -> run(stack, options, out));
    }

    private static long chosen(Optional<Long> seed, PrintWriter out) {
        long chosen = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000_000));
        out.printf("seed %d%n", chosen);
        return chosen;
    }

    private void run(
            ServiceKind victim, int kills, int rate, Duration outage, Optional<Long> seed, boolean throughGateway)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var options = new ChaosIngestOptions(
                victim, kills, rate, outage, true, chosen(seed, out), LoadGenerator.PATIENCE, throughGateway);
        PrivateStack.use(PrivateStack.named("chaos", out), stack -> run(stack, options, out));
    }

    private static void run(LocalStack stack, ChaosIngestOptions options, PrintWriter out) {
        var operator = new OnstageApi(stack.url(Port.GATEWAY));
        DemoAccount.enter(operator, stack.state(), Optional.empty());
        ChaosReport report = new ChaosIngest(stack, operator, options, new Timeline(out)).run();
        out.print(report.text());
        out.flush();
        require(report.broken().isEmpty(), stack);
    }

    private static void run(LocalStack stack, ChaosNotifierOptions options, PrintWriter out) {
        var answers = new AnswerLog();
        var operator = new OnstageApi(stack.url(Port.GATEWAY), answers);
        var discord = new DiscordSimulatorApi(stack.url(Port.DISCORD_SIMULATOR));
        DemoAccount.enter(operator, stack.state(), Optional.empty());
        NotifierReport report = new ChaosNotifier(stack, operator, discord, options, new Timeline(out)).run();
        out.print(report.text());
        out.flush();
        ScanReport scan = new StackScan(stack, operator, answers).run(discord.tokensGiven());
        out.print(scan.text());
        out.flush();
        require(report.broken().isEmpty() && scan.broken().isEmpty(), stack);
    }

    private static void run(LocalStack stack, ChaosHostileOptions options, PrintWriter out) {
        var answers = new AnswerLog();
        var operator = new OnstageApi(stack.url(Port.GATEWAY), answers);
        DemoAccount.enter(operator, stack.state(), Optional.empty());
        DemoAccount person = DemoAccount.remembered(stack.state()).orElseThrow();
        HostileReport report = new ChaosHostile(stack, operator, person, options, new Timeline(out)).run();
        out.print(report.text());
        out.flush();
        ScanReport scan = new StackScan(stack, operator, answers).run(Map.of());
        out.print(scan.text());
        out.flush();
        require(report.broken().isEmpty() && scan.broken().isEmpty(), stack);
    }

    private static void run(LocalStack stack, ChaosRollingOptions options, PrintWriter out) {
        var operator = new OnstageApi(stack.url(Port.GATEWAY));
        DemoAccount.enter(operator, stack.state(), Optional.empty());
        RollingReport report = new ChaosRolling(stack, operator, options, new Timeline(out)).run();
        out.print(report.text());
        out.flush();
        require(report.broken().isEmpty(), stack);
    }

    private static void require(boolean asPromised, LocalStack stack) {
        if (!asPromised) {
            throw new StackException(
                    Failure.CHECK_FAILED,
                    "Not everything is as promised. The logs are in "
                            + stack.state().logs());
        }
    }
}
