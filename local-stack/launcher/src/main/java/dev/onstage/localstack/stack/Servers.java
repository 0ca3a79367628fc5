package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Port;
import dev.onstage.servers.DatabaseSetup;
import dev.onstage.servers.EmbeddedKafkaBroker;
import dev.onstage.servers.EmbeddedPostgresServer;
import dev.onstage.servers.EmbeddedRedisServer;
import dev.onstage.servers.Protection;
import dev.onstage.servers.TopicSetup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, Redis and Kafka. Their logs lie beside their data. They end when this process ends, however it ends. */
final class Servers {

    static final String DATABASE = "onstage";

    private final Map<ServerKind, Running> running = new EnumMap<>(ServerKind.class);
    private final StateDirectory state;
    private final Ports ports;
    private final Secrets secrets;
    private final Optional<Protection> protection;
    private final List<String> kafkaJvmOptions;
    private volatile @Nullable String plainKafka;

    private record Running(AutoCloseable server, ProcessMark mark) {}

    Servers(StateDirectory state, ServerAccess access, Optional<List<String>> kafkaJvmOptions) {
        this.state = state;
        this.ports = access.ports();
        this.secrets = access.secrets();
        this.protection = access.protection();
        this.kafkaJvmOptions = kafkaJvmOptions.orElse(EmbeddedKafkaBroker.SMALL);
    }

    /** Starts it on the data it had; the database with its schemas and roles, the broker with its topics. */
    ProcessMark start(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> startPostgres();
            case REDIS -> startRedis();
            case KAFKA -> startKafka();
        };
    }

    private ProcessMark startPostgres() {
        Path data = data(ServerKind.POSTGRES);
        int port = ports.number(Port.POSTGRES);
        ProcessMark mark = keep(
                ServerKind.POSTGRES,
                () -> protection
                        .map(wanted -> EmbeddedPostgresServer.startProtected(data, port, wanted.certificate()))
                        .orElseGet(() -> EmbeddedPostgresServer.start(data, port)),
                EmbeddedPostgresServer::pid);
        DatabaseSetup.createSchemas(port, DATABASE, secrets::databasePassword);
        return mark;
    }

    private ProcessMark startRedis() {
        Path data = data(ServerKind.REDIS);
        int port = ports.number(Port.REDIS);
        return keep(
                ServerKind.REDIS,
                () -> protection
                        .map(wanted -> EmbeddedRedisServer.startProtected(data, port, wanted))
                        .orElseGet(() -> EmbeddedRedisServer.start(data, port)),
                EmbeddedRedisServer::pid);
    }

    private ProcessMark startKafka() {
        Path data = data(ServerKind.KAFKA);
        int port = ports.number(Port.KAFKA);
        ProcessMark mark = keep(
                ServerKind.KAFKA,
                () -> {
                    EmbeddedKafkaBroker broker = protection
                            .map(wanted -> EmbeddedKafkaBroker.startProtected(data, port, kafkaJvmOptions, wanted))
                            .orElseGet(() -> EmbeddedKafkaBroker.start(data, port, kafkaJvmOptions));
                    plainKafka = broker.plainBootstrapServers();
                    return broker;
                },
                EmbeddedKafkaBroker::pid);
        TopicSetup.createTopics(plainKafka());
        return mark;
    }

    /** Where Kafka is reached without TLS and password, by this process alone when services need both. */
    String plainKafka() {
        String address = plainKafka;
        if (address == null) {
            throw new IllegalStateException("not started");
        }
        return address;
    }

    /** Stops it in an orderly way. */
    void stop(ServerKind kind) {
        take(kind).ifPresent(Servers::close);
    }

    /** SIGKILL: what it had not written down is gone. */
    void kill(ServerKind kind) {
        take(kind).ifPresent(one -> {
            one.mark().running().ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            });
            close(one);
        });
    }

    /** Stops them all; one that fails to stop does not keep the others running. */
    void stop() {
        Parallel.run(Arrays.stream(ServerKind.values())
                .map(kind -> (Runnable) () -> stop(kind))
                .toList());
    }

    private <T extends AutoCloseable> ProcessMark keep(ServerKind kind, Supplier<T> starter, ToLongFunction<T> pid) {
        T server = starter.get();
        ProcessMark mark = mark(kind.label(), pid.applyAsLong(server));
        synchronized (running) {
            running.put(kind, new Running(server, mark));
        }
        return mark;
    }

    private Optional<Running> take(ServerKind kind) {
        synchronized (running) {
            return Optional.ofNullable(running.remove(kind));
        }
    }

    private static void close(Running one) {
        try {
            one.server().close();
        } catch (Exception failure) {
            System.getLogger(Servers.class.getName()).log(System.Logger.Level.WARNING, "server did not stop", failure);
        }
    }

    private Path data(ServerKind kind) {
        return state.data().resolve(kind.label());
    }

    private static ProcessMark mark(String name, long pid) {
        return ProcessHandle.of(pid)
                .map(process -> ProcessMark.of(name, process))
                .orElseThrow(
                        () -> new StackException(Failure.CHILD_CRASHED, name + " ended as soon as it had started."));
    }
}
