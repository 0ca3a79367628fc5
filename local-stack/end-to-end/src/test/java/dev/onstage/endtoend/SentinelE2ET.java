package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.topology.ServiceKind;
import dev.onstage.servers.EmbeddedRedisServer;
import dev.onstage.servers.LoopbackPorts;
import dev.onstage.servers.ProtectedSettings;
import dev.onstage.servers.Protection;
import dev.onstage.servers.ServerCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis with a copy and a Sentinel, with TLS and a password everywhere. Whichever of the two is the master, stream-control
 * writes there who is live.
 */
@AloneOnStack
class SentinelE2ET {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HOST = "127.0.0.1";
    private static final String MASTER = "onstage";

    @TempDir
    Path directory;

    @Test
    void shouldFindTheNewMasterWheneverItIsAnother(StackUnderTest stack) throws IOException {
        Protection protection =
                new Protection(ServerCertificate.issue(directory.resolve("certificate"), HOST), "protected");
        Scenario scenario = Scenario.provisioned(stack, "sentinel");
        String key = "live:sentinel";
        ServiceInstance control = stack.stack().service(ServiceKind.STREAM_CONTROL);
        EmbeddedRedisServer first = redis("first", LoopbackPorts.free(), protection);
        try (EmbeddedRedisServer second = redis("second", LoopbackPorts.free(), protection)) {
            copy(first, second);
            try (EmbeddedRedisServer sentinel = EmbeddedRedisServer.startSentinel(
                    directory.resolve("sentinel"), LoopbackPorts.free(), protection, MASTER, first.port())) {
                control.restart(settings(sentinel, protection));
                scenario.connectEncoder();
                scenario.goLive();
                awaitState(first, key, "LIVE");

                // The master dies.
                awaitCopyKnown(sentinel);
                kill(first);
                awaitMaster(second, sentinel);
                ask(second, "DEL", key);
                awaitState(second, key, "LIVE");
                scenario.stopLive();
                awaitState(second, key, "READY");

                // It comes back as a copy, and is made the master again while the other lives on. A master that is slow
                // for a moment stays the master from here on.
                ask(sentinel, "SENTINEL", "SET", MASTER, "down-after-milliseconds", "600000");
                first.close();
                first = redis("first", first.port(), protection);
                copy(second, first);
                awaitCopyKnown(sentinel);
                makeMaster(first, sentinel);
                ask(first, "DEL", key);
                awaitState(first, key, "READY");
            } finally {
                control.restart(Map.of());
            }
        } finally {
            first.close();
        }
    }

    private static Map<String, String> settings(EmbeddedRedisServer sentinel, Protection protection) {
        Map<String, String> settings = new HashMap<>(ProtectedSettings.redis(HOST + ":" + sentinel.port(), protection));
        settings.put("quarkus.redis.client-type", "sentinel");
        settings.put("quarkus.redis.master-name", MASTER);
        Map<String, String> environment = new HashMap<>();
        settings.forEach(
                (name, value) -> environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "_"), value));
        return environment;
    }

    private EmbeddedRedisServer redis(String name, int port, Protection protection) {
        return EmbeddedRedisServer.startProtected(directory.resolve(name), port, protection);
    }

    private static void ask(EmbeddedRedisServer server, String... command) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            server.ask(command);
            return true;
        });
    }

    /** Sentinel refuses while it does not know the copy well enough, and gives up when the change takes long: then it is asked again. */
    private static void makeMaster(EmbeddedRedisServer wanted, EmbeddedRedisServer sentinel) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            String state = String.join(",", sentinel.ask("SENTINEL", "MASTER", MASTER));
            if (masterAddress(sentinel).equals(List.of(HOST, Integer.toString(wanted.port())))) {
                return true;
            }
            if (!state.contains("failover_in_progress")) {
                sentinel.ask("SENTINEL", "FAILOVER", MASTER);
            }
            return false;
        });
        awaitMaster(wanted, sentinel);
    }

    private static List<String> masterAddress(EmbeddedRedisServer sentinel) throws IOException {
        return sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER);
    }

    private static void copy(EmbeddedRedisServer master, EmbeddedRedisServer copy) {
        ask(copy, "REPLICAOF", HOST, Integer.toString(master.port()));
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> assertThat(
                        String.join("", master.ask("INFO", "replication")))
                .contains("state=online"));
    }

    /** Asks for news of the master every ten seconds. */
    private static void awaitCopyKnown(EmbeddedRedisServer sentinel) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> assertThat(
                        sentinel.ask("SENTINEL", "REPLICAS", MASTER))
                .containsSequence("master-link-status", "ok"));
    }

    private static void awaitMaster(EmbeddedRedisServer expected, EmbeddedRedisServer sentinel) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            assertThat(masterAddress(sentinel)).containsExactly(HOST, Integer.toString(expected.port()));
            assertThat(String.join("", expected.ask("INFO", "replication"))).contains("role:master");
        });
    }

    private static void awaitState(EmbeddedRedisServer master, String key, String state) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> assertThat(
                        master.ask("HGET", key, "state"))
                .isEqualTo(List.of(state)));
    }

    private static void kill(EmbeddedRedisServer server) {
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
