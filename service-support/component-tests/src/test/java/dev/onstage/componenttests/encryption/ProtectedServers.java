package dev.onstage.componenttests.encryption;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.servers.DatabaseSetup;
import dev.onstage.servers.EmbeddedKafkaBroker;
import dev.onstage.servers.EmbeddedPostgresServer;
import dev.onstage.servers.EmbeddedRedisServer;
import dev.onstage.servers.LoopbackPorts;
import dev.onstage.servers.ProtectedSettings;
import dev.onstage.servers.Protection;
import dev.onstage.servers.ServerCertificate;
import dev.onstage.servers.TopicSetup;
import dev.onstage.testing.ServerPorts;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.Config;

/** Protected servers, their settings, and for each {@link Mistake} those of a client that makes it. */
public class ProtectedServers implements QuarkusTestResourceLifecycleManager {

    /** Where the protected broker is reached without TLS, by whoever looks at what clients did. */
    static final String PLAIN_KAFKA = "test.plain-kafka";

    /** Names of the settings that make a client reach protected servers. */
    static final String SETTINGS = "test.settings-of-clients";

    private static final String ADDRESS = "127.0.0.1";
    /** The same server, but not in its certificate. */
    private static final String OTHER_NAME = "localhost";

    private static final String PASSWORD = "right";
    private static final ServiceSchema SCHEMA = ServiceSchema.NOTIFIER;
    private static final String DATABASE = "onstage";
    private static final String DATASOURCE = "quarkus.datasource.";
    private static final String REDIS = "quarkus.redis.";
    private static final String TLS = "quarkus.tls.";

    private final List<AutoCloseable> running = new ArrayList<>();

    @Override
    public Map<String, String> start() {
        Path directory = temporaryDirectory();
        ServerCertificate own = ServerCertificate.issue(directory.resolve("own"), ADDRESS);
        ServerCertificate next = ServerCertificate.issue(directory.resolve("next"), ADDRESS);
        ServerCertificate other = ServerCertificate.issue(directory.resolve("other"), ADDRESS, OTHER_NAME);
        Protection protection = new Protection(own, PASSWORD);
        // Servers are about to get a certificate of another authority: the file for clients has both.
        Protection known =
                new Protection(new ServerCertificate(both(next, own, directory), own.chain(), own.key()), PASSWORD);
        Protection strange = new Protection(other, PASSWORD);
        Protection guessed = new Protection(known.certificate(), "wrong");

        var postgres = CompletableFuture.supplyAsync(() -> keep(EmbeddedPostgresServer.startProtected(
                directory.resolve("postgres"), LoopbackPorts.free(), protection.certificate())));
        var redis = CompletableFuture.supplyAsync(() ->
                keep(EmbeddedRedisServer.startProtected(directory.resolve("redis"), LoopbackPorts.free(), protection)));
        EmbeddedKafkaBroker kafka = keep(EmbeddedKafkaBroker.startProtected(
                directory.resolve("kafka"), LoopbackPorts.free(), EmbeddedKafkaBroker.SMALL, protection));
        TopicSetup.createTopics(kafka.plainBootstrapServers());
        int postgresPort = postgres.join().port();
        int redisPort = redis.join().port();
        DatabaseSetup.createSchemas(postgresPort, DATABASE, protection.password());

        Map<String, String> settings = new HashMap<>(ServerPorts.free());
        settings.put("onstage.environment", "local");
        settings.put("onstage.public-url", "http://127.0.0.1:8080");
        settings.put("onstage.jwks-url", TestTokens.jwksUrl());
        settings.put(PLAIN_KAFKA, kafka.plainBootstrapServers());
        Map<String, String> ofClients = new TreeMap<>(ProtectedSettings.kafka(kafka.bootstrapServers(), known));
        ofClients.putAll(postgres(ADDRESS, postgresPort, known));
        ofClients.putAll(ProtectedSettings.redis(ADDRESS + ":" + redisPort, known));
        settings.putAll(ofClients);
        settings.put(SETTINGS, String.join(",", ofClients.keySet()));

        Map<Mistake, Map<String, String>> database = Map.of(
                Mistake.STRANGER, postgres(ADDRESS, postgresPort, strange),
                Mistake.NAME, postgres(OTHER_NAME, postgresPort, known),
                Mistake.PASSWORD, postgres(ADDRESS, postgresPort, guessed),
                Mistake.PLAIN, withoutTls(postgres(ADDRESS, postgresPort, known)));
        Map<Mistake, Map<String, String>> cache = Map.of(
                Mistake.STRANGER, ProtectedSettings.redis(ADDRESS + ":" + redisPort, strange),
                Mistake.NAME, ProtectedSettings.redis(OTHER_NAME + ":" + redisPort, known),
                Mistake.PASSWORD, ProtectedSettings.redis(ADDRESS + ":" + redisPort, guessed),
                Mistake.PLAIN,
                        Map.of(REDIS + "hosts", "redis://" + ADDRESS + ":" + redisPort, REDIS + "password", PASSWORD));
        Map<Mistake, Map<String, String>> broker = Map.of(
                Mistake.STRANGER, ProtectedSettings.kafka(kafka.bootstrapServers(), strange),
                Mistake.NAME, ProtectedSettings.kafka(OTHER_NAME + ":" + kafka.port(), known),
                Mistake.PASSWORD, ProtectedSettings.kafka(kafka.bootstrapServers(), guessed),
                Mistake.PLAIN, Map.of("kafka.bootstrap.servers", kafka.bootstrapServers()));
        database.forEach((mistake, ofClient) -> named(mistake, ofClient, settings));
        cache.forEach((mistake, ofClient) -> named(mistake, ofClient, settings));
        broker.forEach((mistake, ofClient) ->
                ofClient.forEach((name, value) -> settings.put(mistake.client() + "." + name, value)));
        return settings;
    }

    private static Path both(ServerCertificate one, ServerCertificate other, Path directory) {
        try {
            return Files.writeString(
                    directory.resolve("authorities.crt"),
                    Files.readString(one.authority()) + Files.readString(other.authority()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> postgres(String host, int port, Protection protection) {
        return ProtectedSettings.postgres(
                host + ":" + port, DATABASE, SCHEMA, protection.password(), protection.certificate());
    }

    private static Map<String, String> withoutTls(Map<String, String> protectedSettings) {
        Map<String, String> settings = new HashMap<>(protectedSettings);
        settings.put("quarkus.datasource.reactive.postgresql.ssl-mode", "disable");
        settings.computeIfPresent(
                "quarkus.datasource.jdbc.url", (name, url) -> url.replace("sslmode=verify-full", "sslmode=disable"));
        return settings;
    }

    /** The same settings for a client of that name, beside the one without a name. */
    private static void named(Mistake mistake, Map<String, String> unnamed, Map<String, String> settings) {
        String client = mistake.client();
        unnamed.forEach((name, value) -> {
            if (name.startsWith(DATASOURCE)) {
                settings.put(DATASOURCE + client + "." + name.substring(DATASOURCE.length()), value);
            } else if (name.equals(REDIS + "tls-configuration-name")) {
                settings.put(REDIS + client + ".tls-configuration-name", client);
            } else if (name.startsWith(REDIS)) {
                settings.put(REDIS + client + "." + name.substring(REDIS.length()), value);
            } else {
                settings.put(name.replace(TLS + "redis.", TLS + client + "."), value);
            }
        });
    }

    private <T extends AutoCloseable> T keep(T server) {
        synchronized (running) {
            running.add(server);
        }
        return server;
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target")).toAbsolutePath(), "protected");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        CompletableFuture.allOf(running.stream()
                        .map(server -> CompletableFuture.runAsync(() -> close(server)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client of Kafka is told that makes a mistake. */
    static Map<String, Object> kafkaOf(Mistake mistake, Config config) {
        String prefix = mistake.client() + ".kafka.";
        Map<String, Object> connection = new HashMap<>();
        config.getPropertyNames().forEach(name -> {
            if (name.startsWith(prefix)) {
                connection.put(name.substring(prefix.length()), config.getValue(name, String.class));
            }
        });
        return connection;
    }
}
