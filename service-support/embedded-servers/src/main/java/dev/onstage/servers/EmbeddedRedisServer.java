package dev.onstage.servers;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** A Redis server with an append-only file, loopback only, without password. */
public final class EmbeddedRedisServer implements AutoCloseable {
    private static final String NAME = "Redis";
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final int POLL_MILLIS = 20;

    private final DataDirectory directory;
    private final Process process;
    private final Process guard;
    private final int port;

    private EmbeddedRedisServer(DataDirectory directory, Process process, Process guard, int port) {
        this.directory = directory;
        this.process = process;
        this.guard = guard;
        this.port = port;
    }

    /**
     * Starts a server and waits until it answers PING. A server left behind on the same directory is stopped first.
     *
     * @param dataDirectory made when missing
     * @throws ServerStartException with a sentence that says why it did not start
     */
    public static EmbeddedRedisServer start(Path dataDirectory, int port) {
        DataDirectory directory = DataDirectory.lock(NAME, dataDirectory);
        try {
            stopOrphan(directory);
            LoopbackPorts.requireFree(NAME, port);
            Process process = launch(directory, port);
            Files.writeString(directory.sibling(".pid"), Long.toString(process.pid()));
            Process guard = Processes.killWhenWeDie(process.pid(), "TERM");
            EmbeddedRedisServer server = new EmbeddedRedisServer(directory, process, guard, port);
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

    private static Process launch(DataDirectory directory, int port) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Processes.OWN_SESSION,
                        binary().toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        LoopbackPorts.HOST,
                        "--dir",
                        directory.path().toString(),
                        "--appendonly",
                        "yes",
                        "--save",
                        "")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.sibling(".log").toFile()))
                .start();
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
        try (Socket socket = new Socket()) {
            socket.connect(LoopbackPorts.address(port), 500);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
        } catch (IOException notYet) {
            return false;
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

    /** {@code redis://127.0.0.1:<port>}. */
    public String url() {
        return "redis://" + LoopbackPorts.HOST + ":" + port;
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
