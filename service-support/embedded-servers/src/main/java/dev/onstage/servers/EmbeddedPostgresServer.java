package dev.onstage.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server. Durable (fsync and synchronous commit on), superuser {@value #SUPERUSER} without password, loopback
 * only. Runs as root too: the library then starts it in a user namespace of its own.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    /** The superuser of every embedded server. */
    public static final String SUPERUSER = "postgres";

    private static final String NAME = "PostgreSQL";
    private static final List<String> PROTECTED = List.of(
            "host all " + SUPERUSER + " " + LoopbackPorts.HOST + "/32 trust",
            "hostssl all all " + LoopbackPorts.HOST + "/32 scram-sha-256");
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration ORPHAN_PATIENCE = Duration.ofSeconds(30);

    private final DataDirectory directory;
    private final EmbeddedPostgres postgres;
    private final Process guard;

    private EmbeddedPostgresServer(DataDirectory directory, EmbeddedPostgres postgres, Process guard) {
        this.directory = directory;
        this.postgres = postgres;
        this.guard = guard;
    }

    /**
     * Starts a server and waits until it answers. A server left behind on the same directory is stopped first.
     *
     * @param dataDirectory made when missing
     * @throws ServerStartException with a sentence that says why it did not start
     */
    public static EmbeddedPostgresServer start(Path dataDirectory, int port) {
        return start(dataDirectory, port, null);
    }

    /** As {@link #start(Path, int)}, but who is not the superuser needs TLS and his role's password. */
    public static EmbeddedPostgresServer startProtected(Path dataDirectory, int port, ServerCertificate certificate) {
        return start(dataDirectory, port, certificate);
    }

    private static EmbeddedPostgresServer start(Path dataDirectory, int port, @Nullable ServerCertificate certificate) {
        DataDirectory directory = DataDirectory.lock(NAME, dataDirectory);
        try {
            stopOrphan(directory.path());
            LoopbackPorts.requireFree(NAME, port);
            EmbeddedPostgres postgres = launch(directory, port, certificate);
            try {
                refuseForeignServer(directory.path(), port);
                return new EmbeddedPostgresServer(directory, postgres, Processes.killWhenWeDie(pid(directory), "INT"));
            } catch (IOException | SQLException | RuntimeException e) {
                postgres.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            directory.close();
            throw new ServerStartException(
                    "PostgreSQL did not start in " + directory.path() + ": " + e.getMessage() + "\n"
                            + Processes.tail(directory.sibling(".log")),
                    e);
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new ServerStartException("The start of PostgreSQL was interrupted.", e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static EmbeddedPostgres launch(DataDirectory directory, int port, @Nullable ServerCertificate certificate)
            throws IOException {
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(directory.sibling(".log").toFile());
        try {
            EmbeddedPostgres.Builder server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory.path())
                    .setCleanDataDirectory(false)
                    // It would stop while those who use it are still being stopped; a guard stops it when we are gone.
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(
                            BinaryCache.directory("postgresql").toFile())
                    .setPort(port)
                    .setPGStartupWait(START_PATIENCE)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("listen_addresses", LoopbackPorts.HOST)
                    .setServerConfig("unix_socket_directories", "")
                    .setOutputRedirector(log)
                    .setErrorRedirector(log);
            if (certificate != null) {
                Path admission = directory.sibling(".hba.conf");
                Files.write(admission, PROTECTED);
                server.setServerConfig("ssl", "on")
                        .setServerConfig("ssl_cert_file", certificate.chain().toString())
                        .setServerConfig("ssl_key_file", certificate.key().toString())
                        .setServerConfig("hba_file", admission.toString());
            }
            return server.start();
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A postmaster that survived its owner: without this a start on the same port would quietly talk to it. */
    private static void stopOrphan(Path dataDirectory) throws IOException, InterruptedException {
        Optional<ProcessHandle> orphan = Processes.pidIn(dataDirectory.resolve("postmaster.pid"))
                .flatMap(pid -> Processes.running(pid, "postgres"));
        if (orphan.isPresent()) {
            Processes.signal(orphan.get().pid(), "INT");
            if (!Processes.awaitExit(orphan.get(), ORPHAN_PATIENCE)) {
                throw new ServerStartException("A PostgreSQL server left behind (pid "
                        + orphan.get().pid() + ") does not stop. Stop it by hand and try again.");
            }
        }
    }

    private static void refuseForeignServer(Path dataDirectory, int port) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(port, "postgres"), SUPERUSER, "");
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SHOW data_directory")) {
            answer.next();
            Path actual = Path.of(answer.getString(1));
            if (!actual.toRealPath().equals(dataDirectory.toRealPath())) {
                throw new ServerStartException("Port " + port + " is served by a PostgreSQL of another directory ("
                        + actual + "). Stop that server or choose another port.");
            }
        }
    }

    private static long pid(DataDirectory directory) throws IOException {
        return Processes.pidIn(directory.path().resolve("postmaster.pid"))
                .orElseThrow(() -> new IOException("postmaster.pid is missing"));
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://" + LoopbackPorts.HOST + ":" + port + "/" + database;
    }

    /** The port it listens on. */
    public int port() {
        return postgres.getPort();
    }

    /** The pid of the postmaster. */
    public long pid() {
        try {
            return pid(directory);
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL is not running any more", e);
        }
    }

    /** A JDBC address without user and schema. */
    public String jdbcUrl(String database) {
        return jdbcUrl(port(), database);
    }

    /** The address for Quarkus' reactive client, without user and schema. */
    public String reactiveUrl(String database) {
        return "vertx-reactive:postgresql://" + LoopbackPorts.HOST + ":" + port() + "/" + database;
    }

    /** True while the server process lives. */
    public boolean isRunning() {
        try {
            return Processes.pidIn(directory.path().resolve("postmaster.pid"))
                    .flatMap(pid -> Processes.running(pid, "postgres"))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops the server; its data stays. */
    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL in " + directory.path() + " did not stop", e);
        } finally {
            guard.destroy();
            directory.close();
        }
    }
}
