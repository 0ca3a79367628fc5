package dev.onstage.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** A Redis server with an append-only file, loopback only, without password unless it is protected. */
public final class EmbeddedRedisServer implements AutoCloseable {
    private static final String NAME = "Redis";
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final int POLL_MILLIS = 20;

    private final DataDirectory directory;
    private final Process process;
    private final Process guard;
    private final int port;
    private final @Nullable Protection protection;

    private EmbeddedRedisServer(
            DataDirectory directory, Process process, Process guard, int port, @Nullable Protection protection) {
        this.directory = directory;
        this.process = process;
        this.guard = guard;
        this.port = port;
        this.protection = protection;
    }

    /**
     * Starts a server and waits until it answers PING. A server left behind on the same directory is stopped first.
     *
     * @param dataDirectory made when missing
     * @throws ServerStartException with a sentence that says why it did not start
     */
    public static EmbeddedRedisServer start(Path dataDirectory, int port) {
        return start(dataDirectory, port, false, null);
    }

    /** As {@link #start(Path, int)}, protected, and ready to be copied from or to be a copy itself. */
    public static EmbeddedRedisServer startProtected(Path dataDirectory, int port, Protection protection) {
        return start(dataDirectory, port, false, protection);
    }

    /**
     * Starts a protected Sentinel, which watches a protected server of this machine and makes a copy the master when that
     * is away for a second.
     *
     * @param masterName what clients ask for
     */
    public static EmbeddedRedisServer startSentinel(
            Path dataDirectory, int port, Protection protection, String masterName, int masterPort) throws IOException {
        EmbeddedRedisServer sentinel = start(dataDirectory, port, true, protection);
        try {
            sentinel.ask("SENTINEL", "MONITOR", masterName, LoopbackPorts.HOST, Integer.toString(masterPort), "1");
            sentinel.ask("SENTINEL", "SET", masterName, "auth-pass", protection.password());
            sentinel.ask("SENTINEL", "SET", masterName, "down-after-milliseconds", "1000");
            sentinel.ask("SENTINEL", "SET", masterName, "failover-timeout", "5000");
            return sentinel;
        } catch (IOException e) {
            sentinel.close();
            throw e;
        }
    }

    private static EmbeddedRedisServer start(
            Path dataDirectory, int port, boolean sentinel, @Nullable Protection protection) {
        DataDirectory directory = DataDirectory.lock(NAME, dataDirectory);
        try {
            stopOrphan(directory);
            LoopbackPorts.requireFree(NAME, port);
            Process process = launch(directory, port, sentinel, protection);
            Files.writeString(directory.sibling(".pid"), Long.toString(process.pid()));
            Process guard = Processes.killWhenWeDie(process.pid(), "TERM");
            EmbeddedRedisServer server = new EmbeddedRedisServer(directory, process, guard, port, protection);
            server.awaitPong();
            return server;
        } catch (IOException e) {
            directory.close();
            throw new ServerStartException("Redis did not start in " + directory.path() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new ServerStartException("The start of Redis was interrupted.", e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Process launch(DataDirectory directory, int port, boolean sentinel, @Nullable Protection protection)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Processes.OWN_SESSION);
        command.add(binary().toString());
        command.add(settings(directory, port, sentinel, protection).toString());
        if (sentinel) {
            command.add("--sentinel");
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.sibling(".log").toFile()))
                .start();
    }

    /** In a file and not on the command line, where everybody on this machine could read the password. */
    private static Path settings(DataDirectory directory, int port, boolean sentinel, @Nullable Protection protection)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("bind " + LoopbackPorts.HOST);
        lines.add("dir " + quoted(directory.path()));
        if (!sentinel) {
            lines.add("appendonly yes");
            lines.add("save \"\"");
        }
        if (protection == null) {
            lines.add("port " + port);
        } else {
            ServerCertificate certificate = protection.certificate();
            lines.add("port 0");
            lines.add("tls-port " + port);
            lines.add("tls-cert-file " + quoted(certificate.chain()));
            lines.add("tls-key-file " + quoted(certificate.key()));
            lines.add("tls-ca-cert-file " + quoted(certificate.authority()));
            lines.add("tls-auth-clients no");
            lines.add("tls-replication yes");
            lines.add("requirepass " + protection.password());
            if (!sentinel) {
                lines.add("masterauth " + protection.password());
            }
        }
        Path file = directory.sibling(".conf");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, lines);
    }

    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * The binary, unpacked once. The library would write it again at every start, and a file that anybody has open for
     * writing cannot be executed: it is unpacked elsewhere and moved here as a whole. In between a process of its own copies
     * it, since what this process has open for writing is open in every process, too, that it starts at that moment.
     */
    private static Path binary() throws IOException, InterruptedException {
        Path cache = BinaryCache.directory("redis");
        String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        if (resource == null) {
            throw new IOException("there is no Redis binary for this system");
        }
        Path binary = cache.resolve(resource.substring(1));
        if (!Files.isExecutable(binary)) {
            Path fresh = Files.createTempDirectory(cache, "unpacking");
            Path unpacked = ExecutableProvider.newJarResourceProvider(fresh.toFile())
                    .get()
                    .toPath();
            Path copy = fresh.resolve("copy");
            if (new ProcessBuilder("cp", unpacked.toString(), copy.toString())
                            .inheritIO()
                            .start()
                            .waitFor()
                    != 0) {
                throw new IOException("the Redis binary could not be copied to " + copy);
            }
            Files.move(copy, binary, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(unpacked);
            Files.delete(fresh);
        }
        return binary;
    }

    private static void stopOrphan(DataDirectory directory) throws IOException, InterruptedException {
        Optional<ProcessHandle> orphan =
                Processes.pidIn(directory.sibling(".pid")).flatMap(pid -> Processes.running(pid, "redis-server"));
        if (orphan.isPresent()) {
            orphan.get().destroy();
            if (!Processes.awaitExit(orphan.get(), STOP_PATIENCE)) {
                orphan.get().destroyForcibly();
                Processes.awaitExit(orphan.get(), STOP_PATIENCE);
            }
        }
    }

    private void awaitPong() throws InterruptedException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!answersPing()) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                guard.destroy();
                throw new ServerStartException("Redis stopped while starting (exit code " + process.exitValue() + "):\n"
                        + Processes.tail(directory.sibling(".log")));
            }
            if (System.nanoTime() > deadline) {
                guard.destroy();
                process.destroyForcibly();
                throw new ServerStartException("Redis does not answer on port " + port + " after "
                        + START_PATIENCE.toSeconds() + " s:\n" + Processes.tail(directory.sibling(".log")));
            }
        }
    }

    private boolean answersPing() {
        try {
            return ask("PING").equals(List.of("PONG"));
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * The server's answer to a command; of lists in it, their elements one after the other.
     *
     * @throws IOException when it does not answer, or refuses
     */
    public List<String> ask(String... command) throws IOException {
        try (RedisConversation conversation = RedisConversation.with(port, protection)) {
            return conversation.ask(command);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The pid of the server. */
    public long pid() {
        return process.pid();
    }

    /** {@code redis://127.0.0.1:<port>}, {@code rediss} where it is protected. */
    public String url() {
        return (protection == null ? "redis://" : "rediss://") + LoopbackPorts.HOST + ":" + port;
    }

    /** True while the server process lives. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Stops the server; its data stays. */
    @Override
    public void close() {
        Processes.stop(process, STOP_PATIENCE);
        guard.destroy();
        directory.close();
    }
}
