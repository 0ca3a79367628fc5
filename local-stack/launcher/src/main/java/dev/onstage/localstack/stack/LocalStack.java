package dev.onstage.localstack.stack;

import dev.onstage.localstack.gateway.Gateway;
import dev.onstage.localstack.topology.Endpoint;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import dev.onstage.localstack.trace.CollectedTraces;
import dev.onstage.localstack.trace.TraceCollector;
import dev.onstage.schemas.ServiceSchema;
import dev.onstage.servers.Protection;
import dev.onstage.servers.ServerCertificate;
import dev.onstage.servers.ServerStartException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything Onstage needs on one machine: servers, simulators, the four services and the gateway. The command line and the
 * end-to-end tests run this same class. Methods block until what they say is true and may be called from any thread.
 */
public final class LocalStack implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final LocalStackBuilder settings;
    private final Artifacts artifacts;
    private final StateDirectory state;
    private final Ports ports;
    private final String publicUrl;
    private final CrashWatch crashes = new CrashWatch();
    private final List<ChildProcess> simulators = new CopyOnWriteArrayList<>();
    private final List<ServiceInstance> instances = new CopyOnWriteArrayList<>();
    private final Set<ServerKind> down = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private @Nullable StackLock lock;
    private @Nullable Secrets secrets;
    private @Nullable ServerAccess access;
    private @Nullable Servers servers;
    private @Nullable Gateway gateway;
    private @Nullable TraceCollector collector;
    private @Nullable RunFile run;

    LocalStack(LocalStackBuilder settings) {
        this.settings = settings;
        this.artifacts = settings.artifacts();
        this.state = StateDirectory.open(settings.home());
        this.ports = settings.ports();
        this.publicUrl =
                settings.publicUrl().map(PublicUrl::text).orElse("http://127.0.0.1:" + ports.number(Port.GATEWAY));
    }

    /** A stack to be described; {@code repository} is where the modules were built. */
    public static LocalStackBuilder builder(Path repository) {
        return new LocalStackBuilder(repository);
    }

    void start() {
        lock = StackLock.take(state);
        try {
            cleanUp();
            requireStartable();
            startAll();
        } catch (CompletionException failure) {
            close();
            throw readable(failure.getCause() == null ? failure : failure.getCause());
        } catch (RuntimeException failure) {
            close();
            throw readable(failure);
        }
    }

    private void cleanUp() {
        RunFile.read(state).ifPresent(left -> Orphans.end(left).forEach(settings.progress()::cleaned));
        RunFile.delete(state);
        LastCrash.forget(state);
        if (settings.fresh()) {
            state.clear();
        }
    }

    private void requireStartable() {
        boolean simulated = settings.getStreamSimulator();
        artifacts.requireBuilt(settings.services(), settings.simulators(), simulated);
        state.requireFreeSpace(settings.requiredFreeBytes());
        for (Port port : Port.values()) {
            if (simulated || port != Port.GETSTREAM_SIMULATOR) {
                PortCheck.requireFree(port, ports.number(port));
            }
        }
    }

    private void startAll() {
        Secrets made = Secrets.of(state);
        secrets = made;
        record(new RunFile(
                ProcessMark.of("supervisor", ProcessHandle.current()),
                false,
                settings.getStreamSimulator(),
                new StackOptions(
                        settings.secure(), settings.traces(), settings.realDiscord(), settings.proxiesInFront()),
                publicUrl,
                Instant.now(),
                portNumbers(),
                List.of()));
        startGateway();
        if (settings.traces()) {
            collector = TraceCollector.start(new CollectedTraces(state.traces()));
        }
        ServerAccess serverAccess = new ServerAccess(ports, made, protection(made));
        access = serverAccess;
        tellKafkaClients(serverAccess);
        servers = new Servers(state, serverAccess, settings.kafkaJvmOptions());
        var foundations = new ArrayList<Runnable>();
        for (ServerKind kind : ServerKind.values()) {
            foundations.add(() -> timed(kind.label(), () -> start(kind)));
        }
        if (settings.simulators()) {
            foundations.add(() -> timed(Port.DISCORD_SIMULATOR.label(), this::startDiscordSimulator));
        }
        if (settings.getStreamSimulator()) {
            foundations.add(() -> timed(Port.GETSTREAM_SIMULATOR.label(), () -> startGetStreamSimulator(made)));
        }
        Parallel.run(foundations);
        var first = new ArrayList<Runnable>();
        for (ServiceKind kind : settings.services()) {
            ServiceInstance instance = newInstance(kind, kind.label(), ports.endpoint(kind));
            startedGateway().add(kind, instance.endpoint());
            first.add(() -> timed(kind.label(), () -> instance.start(Map.of())));
        }
        Parallel.run(first);
        record(currentRun().withReady());
    }

    private Optional<Protection> protection(Secrets made) {
        return settings.secure()
                ? Optional.of(new Protection(
                        ServerCertificate.issue(state.certificates(), HOST, "localhost"), made.serverPassword()))
                : Optional.empty();
    }

    private void tellKafkaClients(ServerAccess serverAccess) {
        serverAccess
                .kafkaClientFile()
                .ifPresentOrElse(
                        content -> PrivateFiles.write(state.kafkaClientFile(), content),
                        () -> StateDirectory.deleteTree(state.kafkaClientFile()));
    }

    private void startGateway() {
        timed(
                "gateway",
                () -> gateway = Gateway.start(
                        ports.number(Port.GATEWAY), artifacts.dashboard(), publicUrl, settings.proxiesInFront()));
    }

    private void startGetStreamSimulator(Secrets made) {
        startSimulator(
                Port.GETSTREAM_SIMULATOR,
                artifacts.getStreamSimulator(),
                Map.of("STREAM_API_KEY", made.simulatorApiKey(), "STREAM_API_SECRET", made.simulatorApiSecret()));
    }

    private void startDiscordSimulator() {
        startSimulator(
                Port.DISCORD_SIMULATOR,
                artifacts.discordSimulator(),
                Map.of("MAIL_PORT", Integer.toString(ports.number(Port.MAIL))));
    }

    private void startSimulator(Port port, Path jar, Map<String, String> environment) {
        ChildProcess simulator = Simulator.launch(port.label(), jar, ports.number(port), environment, state);
        simulators.add(simulator);
        watch(simulator);
        Simulator.awaitReady(simulator, url(port).resolve("/_sim/health"));
    }

    /**
     * Starts what shows how fast an HTTP server could be here; it ends with the stack.
     *
     * @return where it listens
     */
    public URI startLimitServer(List<String> jvmOptions) {
        int port = Ports.freeNumber();
        ChildProcess server = ChildProcess.start(
                "limit-server",
                JavaCommand.of(jvmOptions, artifacts.limitServer()),
                Map.of(
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "ONSTAGE_LIMIT_SECRET",
                        secrets().simulatorApiSecret()),
                state.log("limit-server"));
        simulators.add(server);
        watch(server);
        URI url = URI.create("http://127.0.0.1:" + port);
        Simulator.awaitReady(server, url.resolve("/constant"));
        return url;
    }

    /** Starts a server that was stopped or killed, on the same data and port, and waits until it can be used. */
    public void start(ServerKind kind) {
        down.remove(kind);
        watchServer(kind, startedServers().start(kind));
    }

    /** Stops a server in an orderly way; everything else goes on. */
    public void stop(ServerKind kind) {
        down.add(kind);
        startedServers().stop(kind);
    }

    /** SIGKILL for a server; everything else goes on. */
    public void kill(ServerKind kind) {
        down.add(kind);
        startedServers().kill(kind);
    }

    /** A connection to the database as that service has it. */
    public Connection database(ServiceKind kind) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:%d/%s?currentSchema=%s"
                .formatted(ports.number(Port.POSTGRES), Servers.DATABASE, kind.schema());
        return DriverManager.getConnection(
                url, kind.schema(), secrets().databasePassword(ServiceSchema.of(kind.schema())));
    }

    /** Where this process reaches Kafka, always without TLS and password. */
    public String kafkaBootstrapServers() {
        return startedServers().plainKafka();
    }

    /** Starts one more copy of a service behind the gateway, with settings on top of those of the stack. */
    public ServiceInstance startAnother(ServiceKind kind, Map<String, String> extra) {
        return join(kind, another -> another.start(extra));
    }

    /** The same, so that it kills itself at a named point; returns when it is ready or has ended. */
    public ServiceInstance startAnotherArmed(ServiceKind kind, String point) {
        return join(kind, another -> {
            another.startArmed(point, Map.of());
            another.awaitReadyOrEnded();
        });
    }

    private ServiceInstance join(ServiceKind kind, Consumer<ServiceInstance> start) {
        ServiceInstance another = newInstance(kind, nextName(kind), Ports.freeEndpoint());
        try {
            start.accept(another);
        } catch (RuntimeException notStarted) {
            another.stop();
            instances.remove(another);
            throw notStarted;
        }
        startedGateway().add(kind, another.endpoint());
        return another;
    }

    /** Stops a copy for good and takes it from the gateway's list. */
    public void remove(ServiceInstance instance) {
        instance.stop();
        instances.remove(instance);
        startedGateway().remove(instance.kind(), instance.endpoint());
    }

    /** How many copies of the service the gateway takes for ready. Copies of a lone service are not asked. */
    public long answering(ServiceKind kind) {
        return startedGateway().healthy(kind);
    }

    /** Every copy of every service, those included that do not run at the moment. */
    public List<ServiceInstance> instances() {
        return List.copyOf(instances);
    }

    /** The copy of the service that came with the stack. */
    public ServiceInstance service(ServiceKind kind) {
        return instances.stream()
                .filter(instance -> instance.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(kind.label() + " has no copy"));
    }

    /** Where that part is reached from this machine. */
    public URI url(Port port) {
        return URI.create("http://127.0.0.1:" + ports.number(port));
    }

    /** What the stack keeps secret. */
    public Secrets secrets() {
        if (secrets == null) {
            throw new IllegalStateException("not started");
        }
        return secrets;
    }

    /** Where data and logs are. */
    public StateDirectory state() {
        return state;
    }

    /** Completes with a readable account when a process ends that nobody asked to end. */
    public CompletableFuture<String> crash() {
        return crashes.crash();
    }

    /** Stops everything, services first. Safe to call again. */
    @Override
    public synchronized void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        Parallel.run(
                instances.stream().map(instance -> (Runnable) instance::stop).toList());
        Parallel.run(
                simulators.stream().map(simulator -> (Runnable) simulator::stop).toList());
        if (servers != null) {
            servers.stop();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (collector != null) {
            collector.close();
        }
        if (lock != null) {
            RunFile.delete(state);
            lock.close();
        }
    }

    private ServiceInstance newInstance(ServiceKind kind, String name, Endpoint endpoint) {
        var environment = new HashMap<String, String>(new ServiceSettings(
                        serverAccess(),
                        settings.provider(),
                        settings.realDiscord(),
                        publicUrl,
                        settings.proxiesInFront() + 1)
                .of(kind, name, endpoint));
        if (collector != null) {
            environment.put("ONSTAGE_TRACES_ENDPOINT", collector.endpoint().toString());
            // Who looks at a trace has just done something.
            environment.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "1S");
        }
        environment.putAll(settings.environment(kind));
        List<String> command = JavaCommand.of(settings.jvmOptions(kind), artifacts.service(kind));
        var instance = new ServiceInstance(kind, name, endpoint, state, command, environment, this::watch);
        instances.add(instance);
        return instance;
    }

    private synchronized String nextName(ServiceKind kind) {
        int number = 2;
        while (named(kind.label() + "-" + number)) {
            number++;
        }
        return kind.label() + "-" + number;
    }

    private boolean named(String name) {
        return instances.stream().anyMatch(instance -> instance.name().equals(name));
    }

    private void watch(ChildProcess child) {
        addToRunFile(child.mark());
        crashes.watch(child.onExit(), () -> stopping || child.endExpected(), child::epitaph);
    }

    private void watchServer(ServerKind kind, ProcessMark mark) {
        addToRunFile(mark);
        Path log = state.data().resolve(mark.name() + ".log");
        mark.running()
                .ifPresent(process -> crashes.watch(
                        process.onExit(), () -> stopping || down.contains(kind), () -> "%s ended by itself. Its log: %s"
                                .formatted(mark.name(), log)));
    }

    private synchronized void addToRunFile(ProcessMark mark) {
        record(currentRun().withProcess(mark));
    }

    private synchronized void record(RunFile changed) {
        run = changed;
        if (!stopping) {
            changed.write(state);
        }
    }

    private synchronized RunFile currentRun() {
        if (run == null) {
            throw new IllegalStateException("not started");
        }
        return run;
    }

    private Gateway startedGateway() {
        if (gateway == null) {
            throw new IllegalStateException("not started");
        }
        return gateway;
    }

    private ServerAccess serverAccess() {
        if (access == null) {
            throw new IllegalStateException("not started");
        }
        return access;
    }

    private Servers startedServers() {
        if (servers == null) {
            throw new IllegalStateException("not started");
        }
        return servers;
    }

    private Map<String, Integer> portNumbers() {
        var numbers = new LinkedHashMap<String, Integer>();
        for (Port port : Port.values()) {
            numbers.put(port.label(), ports.number(port));
        }
        return numbers;
    }

    private void timed(String name, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        settings.progress().ready(name, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static StackException readable(Throwable failure) {
        if (failure instanceof StackException known) {
            return known;
        }
        if (failure instanceof ServerStartException server) {
            return new StackException(Failure.CHILD_CRASHED, String.valueOf(server.getMessage()), server);
        }
        return new StackException(Failure.CHILD_CRASHED, "The stack could not be started: " + failure, failure);
    }
}
