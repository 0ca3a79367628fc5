package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.ServiceKind;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may differ between two local stacks. */
public final class LocalStackBuilder {

    private final Path repository;
    private Path home;
    private Ports ports = Ports.defaults();
    private Provider provider = new Provider.Simulated();
    private @Nullable PublicUrl publicUrl;
    private int proxiesInFront;
    private boolean fresh;
    private boolean realDiscord;
    private boolean secure;
    private boolean traces;
    private long requiredFreeBytes = 1L << 30;
    private StartProgress progress = StartProgress.SILENT;
    private final Map<ServiceKind, Map<String, String>> environment = new EnumMap<>(ServiceKind.class);
    private final Map<ServiceKind, List<String>> jvmOptions = new EnumMap<>(ServiceKind.class);
    private @Nullable List<String> kafkaJvmOptions;
    private Set<ServiceKind> services = EnumSet.allOf(ServiceKind.class);
    private boolean simulators = true;

    LocalStackBuilder(Path repository) {
        this.repository = repository.toAbsolutePath().normalize();
        this.home = this.repository.resolve(".onstage");
    }

    /** Where data, logs and secrets are kept. Default: {@code .onstage} in the repository. */
    public LocalStackBuilder home(Path directory) {
        this.home = directory;
        return this;
    }

    /** Default: {@link Ports#defaults()}. */
    public LocalStackBuilder ports(Ports chosen) {
        this.ports = chosen;
        return this;
    }

    /** Uses GetStream itself; the simulator is not started. */
    public LocalStackBuilder realGetStream(String apiKey, String apiSecret) {
        this.provider = new Provider.Real(apiKey, apiSecret);
        return this;
    }

    /** Posts to Discord itself instead of the simulator. */
    public LocalStackBuilder realDiscord(boolean wanted) {
        this.realDiscord = wanted;
        return this;
    }

    /** Has the services export traces, which are collected in {@link StateDirectory#traces()}. */
    public LocalStackBuilder traces(boolean wanted) {
        this.traces = wanted;
        return this;
    }

    /** The address under which the world reaches the gateway, if there is a tunnel. */
    public LocalStackBuilder publicUrl(PublicUrl url) {
        this.publicUrl = url;
        return this;
    }

    /** How many proxies of our own stand before the gateway, each of which adds to {@code X-Forwarded-For}. */
    public LocalStackBuilder proxiesInFront(int number) {
        this.proxiesInFront = number;
        return this;
    }

    /** Deletes the data, logs and secrets of earlier runs before starting. */
    public LocalStackBuilder fresh(boolean wanted) {
        this.fresh = wanted;
        return this;
    }

    /** PostgreSQL, Redis and Kafka speak TLS alone and ask for passwords, as those of a cluster do. */
    public LocalStackBuilder secure(boolean wanted) {
        this.secure = wanted;
        return this;
    }

    /** How much room the disk must have. Default: 1 GiB. */
    public LocalStackBuilder requiredFreeBytes(long bytes) {
        this.requiredFreeBytes = bytes;
        return this;
    }

    /** Who is told what happens. */
    public LocalStackBuilder progress(StartProgress listener) {
        this.progress = listener;
        return this;
    }

    /** Settings for every copy of a service, on top of our own. */
    public LocalStackBuilder environment(ServiceKind kind, Map<String, String> settings) {
        this.environment.put(kind, Map.copyOf(settings));
        return this;
    }

    /** JVM options for every copy of a service instead of ours, which are chosen for a quick start and little memory. */
    public LocalStackBuilder jvmOptions(ServiceKind kind, List<String> options) {
        this.jvmOptions.put(kind, List.copyOf(options));
        return this;
    }

    /** JVM options for the broker instead of ours, which are chosen for a quick start and little memory. */
    public LocalStackBuilder kafkaJvmOptions(List<String> options) {
        this.kafkaJvmOptions = List.copyOf(options);
        return this;
    }

    /** Starts only these services, and no simulators. */
    public LocalStackBuilder only(ServiceKind first, ServiceKind... more) {
        this.services = EnumSet.of(first, more);
        this.simulators = false;
        return this;
    }

    /**
     * Starts everything and waits until it is ready.
     *
     * @throws StackException when it cannot; then nothing is left running
     */
    public LocalStack start() {
        var stack = new LocalStack(this);
        stack.start();
        return stack;
    }

    Artifacts artifacts() {
        return new Artifacts(repository);
    }

    Path home() {
        return home;
    }

    Ports ports() {
        return ports;
    }

    Provider provider() {
        return provider;
    }

    Optional<PublicUrl> publicUrl() {
        return Optional.ofNullable(publicUrl);
    }

    int proxiesInFront() {
        return proxiesInFront;
    }

    boolean realDiscord() {
        return realDiscord;
    }

    boolean traces() {
        return traces;
    }

    boolean fresh() {
        return fresh;
    }

    boolean secure() {
        return secure;
    }

    long requiredFreeBytes() {
        return requiredFreeBytes;
    }

    StartProgress progress() {
        return progress;
    }

    Map<String, String> environment(ServiceKind kind) {
        return environment.getOrDefault(kind, Map.of());
    }

    List<String> jvmOptions(ServiceKind kind) {
        List<String> chosen = jvmOptions.get(kind);
        return chosen == null ? JavaCommand.small(kind.heapMebibytes()) : chosen;
    }

    Optional<List<String>> kafkaJvmOptions() {
        return Optional.ofNullable(kafkaJvmOptions);
    }

    Set<ServiceKind> services() {
        return services;
    }

    boolean simulators() {
        return simulators;
    }

    /** Whether the GetStream simulator is part of it. */
    boolean getStreamSimulator() {
        return simulators && provider instanceof Provider.Simulated;
    }
}
