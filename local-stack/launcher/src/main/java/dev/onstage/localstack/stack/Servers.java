package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Port;
import dev.onstage.servers.DatabaseSetup;
import dev.onstage.servers.EmbeddedKafkaBroker;
import dev.onstage.servers.EmbeddedPostgresServer;
import dev.onstage.servers.EmbeddedRedisServer;
import dev.onstage.servers.TopicSetup;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/** PostgreSQL, Redis and Kafka. Their logs lie beside their data. They end when this process ends, however it ends. */
final class Servers {

    static final String DATABASE = "onstage";

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final StateDirectory state;
    private final Ports ports;
    private final Secrets secrets;

    Servers(StateDirectory state, Ports ports, Secrets secrets) {
        this.state = state;
        this.ports = ports;
        this.secrets = secrets;
    }

    /** Starts the database with its schemas and roles. */
    ProcessMark startPostgres() {
        EmbeddedPostgresServer server =
                start(() -> EmbeddedPostgresServer.start(data("postgres"), ports.number(Port.POSTGRES)));
        DatabaseSetup.createSchemas(server, DATABASE, secrets.databasePassword());
        return mark("postgres", server.pid());
    }

    ProcessMark startRedis() {
        EmbeddedRedisServer server = start(() -> EmbeddedRedisServer.start(data("redis"), ports.number(Port.REDIS)));
        return mark("redis", server.pid());
    }

    /** Starts the broker with its topics. */
    ProcessMark startKafka() {
        EmbeddedKafkaBroker broker = start(() -> EmbeddedKafkaBroker.start(data("kafka"), ports.number(Port.KAFKA)));
        TopicSetup.createTopics(broker.bootstrapServers());
        return mark("kafka", broker.pid());
    }

    /** Stops them all; one that fails to stop does not keep the others running. */
    void stop() {
        while (true) {
            Optional<AutoCloseable> server;
            synchronized (running) {
                server = Optional.ofNullable(running.poll());
            }
            if (server.isEmpty()) {
                return;
            }
            close(server.get());
        }
    }

    private <T extends AutoCloseable> T start(Supplier<T> starter) {
        T server = starter.get();
        synchronized (running) {
            running.push(server);
        }
        return server;
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception failure) {
            System.getLogger(Servers.class.getName()).log(System.Logger.Level.WARNING, "server did not stop", failure);
        }
    }

    private Path data(String name) {
        return state.data().resolve(name);
    }

    private static ProcessMark mark(String name, long pid) {
        return ProcessHandle.of(pid)
                .map(process -> ProcessMark.of(name, process))
                .orElseThrow(
                        () -> new StackException(Failure.CHILD_CRASHED, name + " ended as soon as it had started."));
    }
}
