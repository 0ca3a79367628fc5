package dev.onstage.componenttests.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.EncoderBack;
import dev.onstage.events.Topic;
import dev.onstage.support.notification.DatabaseNotifications;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.testing.TestKafka;
import dev.onstage.topics.TopicsCommand;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource.DataSourceLiteral;
import io.quarkus.arc.Arc;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.reactive.datasource.ReactiveDataSource.ReactiveDataSourceLiteral;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.runtime.client.VertxRedisClientFactory;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With the settings that docs/settings.md gives for encrypted connections every client reaches its server, and none does that
 * trusts somebody else, calls the server by another name, knows another password, or speaks no TLS.
 */
@QuarkusTest
@TestProfile(ProtectedServersTest.Clients.class)
@WithTestResource(ProtectedServers.class)
class ProtectedServersTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path DOCUMENT = Path.of("../../docs/settings.md");

    /** One more client for each mistake. */
    public static class Clients implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>();
            for (Mistake mistake : Mistake.values()) {
                settings.put("quarkus.datasource." + mistake.client() + ".db-kind", "postgresql");
                settings.put("quarkus.datasource." + mistake.client() + ".jdbc.min-size", "0");
            }
            return settings;
        }
    }

    @Inject
    Pool pool;

    @Inject
    AgroalDataSource migrations;

    @Inject
    DatabaseNotifications notifications;

    @Inject
    ReactiveRedisDataSource redis;

    @Inject
    Outbox outbox;

    @Inject
    @Identifier("default-kafka-broker") Map<String, Object> kafka;

    @Inject
    SmallRyeConfig config;

    @Inject
    Vertx vertx;

    @Inject
    TlsConfigurationRegistry tls;

    @Inject
    ProxyConfigurationRegistry proxies;

    @Test
    void shouldReachPostgresWithTlsAlone() throws SQLException {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (DatabaseNotifications.Listener listener = notifications.listen("'protected'", () -> {}, heard::add)) {
            assertThat(listener).isNotNull();
            await().atMost(PATIENCE).untilAsserted(() -> {
                pool.query("SELECT pg_notify('protected', 'heard')").executeAndAwait();
                assertThat(heard).contains("heard");
            });
            assertThat(version(migrations)).isEqualTo("TLSv1.3");
            var connections = pool.query("SELECT ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                            + " WHERE usename = current_user")
                    .executeAndAwait();
            assertThat(connections)
                    .hasSizeGreaterThan(1)
                    .allMatch(connection ->
                            connection.getBoolean("ssl") && "TLSv1.3".equals(connection.getString("version")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotReachPostgresByMistake(Mistake mistake) {
        Pool mistaken = Arc.container()
                .select(Pool.class, new ReactiveDataSourceLiteral(mistake.client()))
                .get();
        Throwable reactive = catchThrowable(
                () -> mistaken.query("SELECT 1").execute().await().atMost(PATIENCE));
        assertThat(reactive).as("client of the service").satisfies(failure -> refused(mistake, failure));

        Throwable blocking = catchThrowable(() -> version(Arc.container()
                .select(AgroalDataSource.class, new DataSourceLiteral(mistake.client()))
                .get()));
        assertThat(blocking).as("client for migrations").satisfies(failure -> refused(mistake, failure));
    }

    @Test
    void shouldReachRedis() {
        List<String> heard = new CopyOnWriteArrayList<>();
        var subscription =
                redis.pubsub(String.class).subscribe("protected").subscribe().with(heard::add);
        await().atMost(PATIENCE).untilAsserted(() -> {
            redis.pubsub(String.class).publish("protected", "heard").await().atMost(PATIENCE);
            assertThat(heard).contains("heard");
        });
        subscription.cancel();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotReachRedisByMistake(Mistake mistake) {
        Redis mistaken = VertxRedisClientFactory.create(
                mistake.client(),
                vertx,
                config.getConfigMapping(RedisConfig.class).clients().get(mistake.client()),
                tls,
                proxies);
        try {
            assertThat(catchThrowable(() -> mistaken.send(Request.cmd(Command.PING))
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)))
                    .satisfies(failure -> refused(mistake, failure));
        } finally {
            mistaken.close();
        }
    }

    @Test
    void shouldBringEventsToKafka() {
        String channel = "protected";
        pool.withTransaction(
                        tx -> outbox.append(tx, channel, new EncoderBack(channel, 1, 1, new UUID(7, 1), Instant.EPOCH)))
                .await()
                .atMost(PATIENCE);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(TestKafka.readAll(
                        Topic.STREAM_LIFECYCLE.topicName(),
                        config.getValue(ProtectedServers.PLAIN_KAFKA, String.class)))
                .anyMatch(kafkaRecord -> channel.equals(kafkaRecord.key())));
    }

    @Test
    void shouldReachKafka() {
        assertThat(asksKafka(kafka, PATIENCE)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotReachKafkaByMistake(Mistake mistake) {
        // A broker that hears something else than TLS says nothing.
        Duration limit = mistake == Mistake.PLAIN ? Duration.ofSeconds(15) : PATIENCE;
        assertThat(asksKafka(ProtectedServers.kafkaOf(mistake, config), limit))
                .satisfies(failure -> refused(mistake, failure));
    }

    @ParameterizedTest
    @CsvSource({
        "STRANGER, kafka.ssl.truststore.location",
        "NAME, kafka.bootstrap.servers",
        "PASSWORD, kafka.sasl.jaas.config",
        "PLAIN, 'It speaks TLS there, and kafka.security.protocol is PLAINTEXT'"
    })
    void shouldSayWhichSettingOfKafkaIsAMistake(Mistake mistake, String named) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);

        int exitCode = new TopicsCommand(ProtectedServers.kafkaOf(mistake, config), 1, writer, writer).run("check");

        assertThat(exitCode).isEqualTo(TopicsCommand.UNAVAILABLE);
        assertThat(said.toString().lines()).singleElement().asString().contains(named);
    }

    @Test
    void shouldBeTheSettingsOfTheDocument() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .contains(config.getValue(ProtectedServers.SETTINGS, String[].class))
                .contains("sslmode=verify-full&sslrootcert=");
    }

    private static @Nullable Throwable asksKafka(Map<String, Object> connection, Duration limit) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            return catchThrowable(() -> admin.describeCluster().nodes().get());
        }
    }

    private static String version(AgroalDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }

    /** There is none for a client that was let in, and that is no refusal. */
    private static void refused(Mistake mistake, @Nullable Throwable failure) {
        assertThat(failure).isNotNull().satisfies(reason -> assertThat(mistake.explains(reason))
                .isTrue());
    }
}
