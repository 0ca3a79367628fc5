package dev.onstage.testing;

import dev.onstage.servers.EmbeddedKafkaBroker;
import dev.onstage.servers.EmbeddedPostgresServer;
import dev.onstage.servers.EmbeddedRedisServer;
import dev.onstage.servers.LoopbackPorts;
import dev.onstage.servers.TopicSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * PostgreSQL, Redis and Kafka for the tests of one JVM, on free ports, stopped when the JVM ends. Tests without Quarkus may
 * use it directly.
 *
 * @param postgresPort superuser {@code postgres}, no password
 * @param redisPort without password
 * @param kafkaBootstrap with every declared topic
 */
public record TestStack(int postgresPort, int redisPort, String kafkaBootstrap) {

    /** The servers of this JVM, started by the first who asks. */
    public static TestStack running() {
        String[] parts = JvmWide.get("stack", TestStack::start).split(",", 3);
        return new TestStack(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }

    private static String start() {
        Path directory = temporaryDirectory();
        var postgres = CompletableFuture.supplyAsync(
                () -> EmbeddedPostgresServer.start(directory.resolve("postgres"), LoopbackPorts.free()));
        var redis = CompletableFuture.supplyAsync(
                () -> EmbeddedRedisServer.start(directory.resolve("redis"), LoopbackPorts.free()));
        var kafka = CompletableFuture.supplyAsync(() -> {
            EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory.resolve("kafka"), LoopbackPorts.free());
            TopicSetup.createTopics(broker.bootstrapServers());
            return broker;
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            closeAll(postgres, redis, kafka);
            delete(directory);
        }));
        return postgres.join().port() + "," + redis.join().port() + ","
                + kafka.join().bootstrapServers();
    }

    /** One that did not start was reported by the test that wanted it. */
    private static void closeAll(
            CompletableFuture<EmbeddedPostgresServer> postgres,
            CompletableFuture<EmbeddedRedisServer> redis,
            CompletableFuture<EmbeddedKafkaBroker> kafka) {
        CompletableFuture.allOf(
                        postgres.thenAcceptAsync(EmbeddedPostgresServer::close),
                        redis.thenAcceptAsync(EmbeddedRedisServer::close),
                        kafka.thenAcceptAsync(EmbeddedKafkaBroker::close))
                .exceptionally(failure -> null)
                .join();
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("onstage-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(TestStack::deleteQuietly);
        } catch (IOException | UncheckedIOException left) {
            // A temporary directory that stays harms nothing.
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            // As above.
        }
    }
}
