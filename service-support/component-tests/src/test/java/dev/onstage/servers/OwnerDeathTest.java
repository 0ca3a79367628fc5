package dev.onstage.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the process that started the servers is killed. */
class OwnerDeathTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final int postgresPort = LoopbackPorts.free();

    @Test
    void shouldTakeTheServersAlong() throws Exception {
        Process owner = owner(ServersMain.WITH_KAFKA);
        List<ProcessHandle> servers = servers(owner);
        assertThat(servers).hasSize(3);

        owner.destroyForcibly();

        for (ProcessHandle server : servers) {
            assertThat(Processes.awaitExit(server, PATIENCE)).as("%s", server).isTrue();
        }
    }

    @Test
    void shouldStopServersLeftBehindWhenTheirDirectoryIsUsedAgain() throws Exception {
        Process owner = owner();
        List<ProcessHandle> servers = servers(owner);
        owner.descendants()
                .filter(handle -> handle.info().command().orElse("").endsWith("sh"))
                .forEach(ProcessHandle::destroyForcibly);
        owner.destroyForcibly().waitFor();
        assertThat(servers.get(0).isAlive()).as("orphaned PostgreSQL").isTrue();
        assertThat(servers.get(1).isAlive()).as("orphaned Redis").isTrue();

        try (EmbeddedPostgresServer postgres =
                        EmbeddedPostgresServer.start(directory.resolve("postgres"), postgresPort);
                EmbeddedRedisServer redis =
                        EmbeddedRedisServer.start(directory.resolve("redis"), LoopbackPorts.free())) {
            assertThat(postgres.pid()).isNotEqualTo(servers.get(0).pid());
            assertThat(redis.pid()).isNotEqualTo(servers.get(1).pid());
            assertThat(servers.get(0).isAlive()).isFalse();
            assertThat(servers.get(1).isAlive()).isFalse();
        }
    }

    @Test
    void shouldRefuseATakenPortAndADirectoryInUseWithASentence() {
        try (EmbeddedPostgresServer postgres =
                EmbeddedPostgresServer.start(directory.resolve("postgres"), postgresPort)) {
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory.resolve("other"), postgres.port()))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("port")
                    .hasMessageContaining(Integer.toString(postgresPort));
            assertThatThrownBy(() -> EmbeddedRedisServer.start(directory.resolve("redis"), postgres.port()))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Redis cannot listen");
            assertThatThrownBy(() -> EmbeddedKafkaBroker.start(directory.resolve("kafka"), postgres.port()))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Kafka cannot listen");
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory.resolve("postgres"), LoopbackPorts.free()))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("another running process uses this directory");
        }
    }

    private Process owner(String... more) throws IOException {
        String underTest = System.getProperty("surefire.test.class.path");
        Path arguments = directory.resolve("owner.args");
        String classPath = underTest == null ? System.getProperty("java.class.path") : underTest;
        Files.writeString(arguments, "-cp \"" + classPath + "\"\n");
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "@" + arguments,
                ServersMain.class.getName(),
                directory.toString(),
                Integer.toString(postgresPort)));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("owner.log").toFile())
                .start();
    }

    private List<ProcessHandle> servers(Process owner) throws IOException {
        try (BufferedReader reader = owner.inputReader()) {
            String line;
            while ((line = reader.readLine()) != null) {
                if (line.startsWith("pids ")) {
                    return Stream.of(line.strip().split(" "))
                            .skip(1)
                            .map(Long::valueOf)
                            .map(pid -> ProcessHandle.of(pid).orElseThrow())
                            .toList();
                }
            }
        }
        throw new IllegalStateException("The owner did not start: " + Processes.tail(directory.resolve("owner.log")));
    }
}
