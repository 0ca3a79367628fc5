package dev.onstage.servers;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker: one KRaft node in a JVM of its own, loopback only, no automatic topics. Made small (256 MiB heap) and
 * quick to start rather than quick at its peak, unless told otherwise.
 */
public final class EmbeddedKafkaBroker implements AutoCloseable {
    /** Who reaches a protected broker, with its password. */
    public static final String USER = "onstage";

    /** JVM options of a broker that is to be small. */
    public static final List<String> SMALL = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    /** How {@link #USER} proves the password. */
    static final String MECHANISM = "SCRAM-SHA-512";

    private static final String NAME = "Kafka";
    private static final int ITERATIONS = 4096;
    /** After a kill the broker's old registration must expire first, which takes up to 15 s. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final int ASK_MILLIS = 2000;
    private static final int POLL_MILLIS = 100;

    private final DataDirectory directory;
    private final Process process;
    private final int port;
    private final int plainPort;

    private EmbeddedKafkaBroker(DataDirectory directory, Process process, int port, int plainPort) {
        this.directory = directory;
        this.process = process;
        this.port = port;
        this.plainPort = plainPort;
    }

    /**
     * Starts a broker and waits until it describes its cluster: an open port alone is not ready.
     *
     * @param dataDirectory made and formatted when missing
     * @throws ServerStartException with a sentence that says why it did not start
     */
    public static EmbeddedKafkaBroker start(Path dataDirectory, int port) {
        return start(dataDirectory, port, SMALL);
    }

    /** As {@link #start(Path, int)}, with other JVM options than those of a small broker. */
    public static EmbeddedKafkaBroker start(Path dataDirectory, int port, List<String> jvmOptions) {
        return start(dataDirectory, port, port, jvmOptions, null);
    }

    /**
     * As {@link #start(Path, int, List)}, protected: {@value #USER} is let in by SCRAM-SHA-512. Whoever runs the broker reaches
     * it at {@link #plainBootstrapServers()} too, on a port that nobody else is told.
     */
    public static EmbeddedKafkaBroker startProtected(
            Path dataDirectory, int port, List<String> jvmOptions, Protection protection) {
        EmbeddedKafkaBroker broker = start(dataDirectory, port, LoopbackPorts.free(), jvmOptions, protection);
        try {
            broker.letIn(protection.password());
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static EmbeddedKafkaBroker start(
            Path dataDirectory, int port, int plainPort, List<String> jvmOptions, @Nullable Protection protection) {
        DataDirectory directory = DataDirectory.lock(NAME, dataDirectory);
        try {
            stopOrphan(directory);
            LoopbackPorts.requireFree(NAME, port);
            Process process =
                    launch(directory, serverProperties(directory.path(), port, plainPort, protection), jvmOptions);
            EmbeddedKafkaBroker broker = new EmbeddedKafkaBroker(directory, process, port, plainPort);
            try {
                Files.writeString(directory.sibling(".pid"), Long.toString(process.pid()));
                broker.awaitCluster();
                return broker;
            } catch (IOException | InterruptedException | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            directory.close();
            throw new ServerStartException("Kafka did not start in " + directory.path() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new ServerStartException("The start of Kafka was interrupted.", e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Process launch(DataDirectory directory, Properties properties, List<String> jvmOptions)
            throws IOException {
        Path configuration = directory.sibling(".properties");
        Files.deleteIfExists(configuration);
        // It may hold a private key.
        Files.createFile(
                configuration, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(configuration)) {
            properties.store(writer, null);
        }
        Path arguments = directory.sibling(".args");
        Files.writeString(arguments, "-cp \"" + classPath().replace("\\", "\\\\") + "\"\n");
        List<String> command = new ArrayList<>();
        command.add(Processes.OWN_SESSION);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Dslf4j.provider=org.slf4j.jul.JULServiceProvider");
        command.add("@" + arguments);
        command.add(KafkaBrokerMain.class.getName());
        command.add(configuration.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.sibling(".log").toFile()))
                .start();
    }

    /** Surefire hides the real class path behind a manifest-only jar and names it in a property of its own. */
    private static String classPath() {
        String underTest = System.getProperty("surefire.test.class.path");
        return underTest == null ? System.getProperty("java.class.path") : underTest;
    }

    private static Properties serverProperties(
            Path logDirectory, int port, int plainPort, @Nullable Protection protection) throws IOException {
        int controllerPort = LoopbackPorts.free();
        String listener = "PLAINTEXT://" + LoopbackPorts.HOST + ":" + plainPort;
        if (protection != null) {
            listener += ",SASL_SSL://" + LoopbackPorts.HOST + ":" + port;
        }
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@" + LoopbackPorts.HOST + ":" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", listener + ",CONTROLLER://" + LoopbackPorts.HOST + ":" + controllerPort),
                Map.entry("advertised.listeners", listener),
                Map.entry(
                        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", logDirectory.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "2"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "2"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // A single node has nobody to tell that it is alive: no record twice a second when nothing happens.
                Map.entry("metadata.max.idle.interval.ms", "0"),
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", "16777216")));
        if (protection != null) {
            properties.putAll(Map.of(
                    "sasl.enabled.mechanisms",
                    MECHANISM,
                    "listener.name.sasl_ssl." + MECHANISM.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
                    ScramLoginModule.class.getName() + " required;",
                    "ssl.keystore.type",
                    "PEM",
                    "ssl.keystore.certificate.chain",
                    Files.readString(protection.certificate().chain()),
                    "ssl.keystore.key",
                    Files.readString(protection.certificate().key())));
        }
        return properties;
    }

    /** Given again at each start, since the password may be another than the one that the data knows. */
    private void letIn(String password) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, plainBootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new ServerStartException("Kafka did not take the password of " + USER + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("The start of Kafka was interrupted.", e);
        }
    }

    private static void stopOrphan(DataDirectory directory) throws IOException, InterruptedException {
        var orphan = Processes.pidIn(directory.sibling(".pid"))
                .flatMap(pid -> Processes.running(pid, "java"))
                .filter(handle -> handle.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(KafkaBrokerMain.class.getName()))
                        .orElse(false));
        if (orphan.isPresent()) {
            orphan.get().destroy();
            if (!Processes.awaitExit(orphan.get(), STOP_PATIENCE)) {
                orphan.get().destroyForcibly();
                Processes.awaitExit(orphan.get(), STOP_PATIENCE);
            }
        }
    }

    private void awaitCluster() throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!LoopbackPorts.isOpen(plainPort)) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw stoppedWhileStarting();
            }
            refuseAfter(deadline);
        }
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                plainBootstrapServers(),
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
                POLL_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                POLL_MILLIS))) {
            while (!describesItself(admin)) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw stoppedWhileStarting();
                }
                refuseAfter(deadline);
            }
        }
    }

    private static boolean describesItself(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(ASK_MILLIS))
                    .nodes()
                    .get()
                    .isEmpty();
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    private ServerStartException stoppedWhileStarting() {
        return new ServerStartException("Kafka stopped while starting (exit code " + process.exitValue() + "):\n"
                + Processes.tail(directory.sibling(".log")));
    }

    private void refuseAfter(long deadline) {
        if (System.nanoTime() > deadline) {
            throw new ServerStartException("Kafka does not answer on port " + port + " after "
                    + START_PATIENCE.toSeconds() + " s:\n" + Processes.tail(directory.sibling(".log")));
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The pid of the broker's JVM. */
    public long pid() {
        return process.pid();
    }

    /** {@code 127.0.0.1:<port>}. */
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** Where it is reached without TLS and password, also when it is protected. */
    public String plainBootstrapServers() {
        return LoopbackPorts.HOST + ":" + plainPort;
    }

    /** True while the broker's JVM lives. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Stops the broker in an orderly way; its data stays. */
    @Override
    public void close() {
        Processes.stop(process, STOP_PATIENCE);
        directory.close();
    }
}
