package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.AskedOptions;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.LocalStackBuilder;
import dev.onstage.localstack.stack.Ports;
import dev.onstage.localstack.stack.PublicUrl;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.topology.Port;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts everything and, unless detached, stays until Ctrl-C. */
@Command(
        name = "up",
        description = {
            "Starts everything. Stays in the foreground; Ctrl-C stops it all. Data survives.",
            "With STREAM_API_KEY and STREAM_API_SECRET set it uses GetStream itself instead of the simulator."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private static final String PROXIES = "--proxies";

    @Option(names = "--fresh", description = "Delete all data, secrets and accounts of earlier runs first.")
    private boolean fresh;

    @Option(names = "--detach", description = "Return once everything is ready; stop with ./onstage down.")
    private boolean detach;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "Gateway on N, services on N+1 to N+4, simulators on N+10 and N+11, servers on N+20 to N+22,"
                    + " metrics and health of the services on N+31 to N+34.")
    private Optional<Integer> portBase = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "NAME=N",
            description = "One port, for example gateway=8000. May be repeated. Names: gateway, stream-control,"
                    + " webhook-ingest, analytics, notifier, getstream-simulator, discord-simulator, postgres,"
                    + " redis, kafka, and stream-control-management and so on.")
    private Map<String, Integer> ports = new LinkedHashMap<>();

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            defaultValue = "${env:ONSTAGE_PUBLIC_URL}",
            description = "Where the world reaches the gateway, if a tunnel leads to it (also ONSTAGE_PUBLIC_URL).")
    private Optional<String> publicUrl = Optional.empty();

    @Option(
            names = PROXIES,
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "How many proxies stand before the gateway and add the client's address to X-Forwarded-For, for"
                            + " example 1 for a tunnel that does. Default: ${DEFAULT-VALUE}")
    private int proxies;

    @Option(names = "--real-discord", description = "Post to Discord itself instead of the simulator.")
    private boolean realDiscord;

    @Option(
            names = "--secure",
            description =
                    "PostgreSQL, Redis and Kafka speak TLS and ask for passwords, as in a cluster, and the services have"
                            + " the settings for it.")
    private boolean secure;

    @Option(names = "--traces", description = "Have the services export traces; ./onstage trace lists and draws them.")
    private boolean traces;

    @Option(names = "--min-free-mib", hidden = true, defaultValue = "1024")
    private long minFreeMebibytes;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Ports chosen = chosenPorts();
        Optional<PublicUrl> reached = checkedPublicUrl();
        Optional<RunFile> running = RunFile.read(Home.state()).filter(RunFile::supervised);
        if (running.isPresent()) {
            return alreadyRunning(running.get(), asked(chosen, reached));
        }
        return detach ? Detached.start(spec, Home.state()) : foreground(chosen, reached);
    }

    private int alreadyRunning(RunFile run, AskedOptions asked) {
        if (fresh) {
            throw new StackException(
                    Failure.ALREADY_RUNNING,
                    "Onstage is running, so its data cannot be cleared. Run ./onstage down first.");
        }
        List<String> notMet = asked.notMetBy(run);
        if (!notMet.isEmpty()) {
            throw new StackException(
                    Failure.ALREADY_RUNNING,
                    ("Onstage is already running (process %d), and not as asked: %s. Run ./onstage down first, or ./onstage status"
                                    + " to see its addresses.")
                            .formatted(run.supervisorPid(), String.join("; ", notMet)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!run.ready()) {
            out.printf(
                    "Onstage is already starting (process %d). ./onstage status shows how far it is.%n",
                    run.supervisorPid());
            return 0;
        }
        out.printf("Onstage is already running (process %d).%n", run.supervisorPid());
        out.print(UrlTable.of(run, Home.state()));
        out.flush();
        return 0;
    }

    private int foreground(Ports chosen, Optional<PublicUrl> reached) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Logging.toFile(Home.state());
        var progress = new TerminalProgress(out);
        LocalStackBuilder builder = LocalStack.builder(Home.repository())
                .home(Home.directory())
                .ports(chosen)
                .fresh(fresh)
                .requiredFreeBytes(minFreeMebibytes << 20)
                .realDiscord(realDiscord)
                .secure(secure)
                .traces(traces)
                .progress(progress);
        if (proxies < 0) {
            throw new ParameterException(spec.commandLine(), "--proxies is 0 or more.");
        }
        builder.proxiesInFront(proxies);
        reached.ifPresent(builder::publicUrl);
        realGetStream(builder);
        return new Foreground(out, progress).run(builder);
    }

    private AskedOptions asked(Ports chosen, Optional<PublicUrl> reached) {
        var wanted = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            if (portBase.isPresent() || ports.containsKey(port.label())) {
                wanted.put(port, chosen.number(port));
            }
        }
        boolean proxiesGiven = spec.commandLine().getParseResult().hasMatchedOption(PROXIES);
        return new AskedOptions(
                wanted,
                reached.map(PublicUrl::text),
                proxiesGiven ? Optional.of(proxies) : Optional.empty(),
                realDiscord,
                secure,
                traces,
                !environment("STREAM_API_KEY").isBlank()
                        && !environment("STREAM_API_SECRET").isBlank());
    }

    private static String environment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).orElse("");
    }

    private static void realGetStream(LocalStackBuilder builder) {
        String key = environment("STREAM_API_KEY");
        String secret = environment("STREAM_API_SECRET");
        if (key.isBlank() != secret.isBlank()) {
            throw new StackException(
                    Failure.PREREQUISITE,
                    "Only one of STREAM_API_KEY and STREAM_API_SECRET is set. Set both to use GetStream, or none to"
                            + " use the simulator.");
        }
        if (!key.isBlank()) {
            builder.realGetStream(key, secret);
        }
    }

    private Optional<PublicUrl> checkedPublicUrl() {
        try {
            return publicUrl.filter(url -> !url.isBlank()).map(PublicUrl::of);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--public-url (or ONSTAGE_PUBLIC_URL) cannot be used: " + wrong.getMessage(),
                    wrong);
        }
    }

    private Ports chosenPorts() {
        try {
            Ports chosen = portBase.map(Ports::basedOn).orElseGet(Ports::defaults);
            for (Map.Entry<String, Integer> one : ports.entrySet()) {
                chosen = chosen.with(Port.labelled(one.getKey()), one.getValue());
            }
            return chosen;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
