package dev.onstage.servers;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/**
 * A Kafka broker: one KRaft node in a JVM of its own, loopback only, no automatic topics. Made small (256 MiB heap) and
 * quick to start rather than quick at its peak, unless told otherwise.
 */
public final class EmbeddedKafkaBroker implements AutoCloseable {
    private static final String NAME = "Kafka";
    private static final List<String> SMALL = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");
    /** After a kill the broker's old registration must expire first, which takes up to 15 s. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final int ASK_MILLIS = 2000;
    private static final int POLL_MILLIS = 100;

    private final DataDirectory directory;
    private final Process process;
    private final int port;

    private EmbeddedKafkaBroker(DataDirectory directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
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
        DataDirectory directory = DataDirectory.lock(NAME, dataDirectory);
        try {
            stopOrphan(directory);
            LoopbackPorts.requireFree(NAME, port);
            Process process = launch(directory, port, jvmOptions);
            EmbeddedKafkaBroker broker = new EmbeddedKafkaBroker(directory, process, port);
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

    private static Process launch(DataDirectory directory, int port, List<String> jvmOptions) throws IOException {
        Path configuration = directory.sibling(".properties");
        try (Writer writer = Files.newBufferedWriter(configuration)) {
            serverProperties(directory.path(), port, LoopbackPorts.free()).store(writer, null);
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

    private static Properties serverProperties(Path logDirectory, int port, int controllerPort) {
        String listener = "PLAINTEXT://" + LoopbackPorts.HOST + ":" + port;
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@" + LoopbackPorts.HOST + ":" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", listener + ",CONTROLLER://" + LoopbackPorts.HOST + ":" + controllerPort),
                Map.entry("advertised.listeners", listener),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
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
        return properties;
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
        while (!LoopbackPorts.isOpen(port)) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw stoppedWhileStarting();
            }
            refuseAfter(deadline);
        }
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
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
