package dev.onstage.testing;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.servers.DatabaseSetup;
import dev.onstage.servers.LoopbackPorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@code @QuarkusTest} the real servers: {@code @WithTestResource(StackResource.class)}. The servers run once per
 * JVM; each start of the application gets a fresh database with all schemas and connects as its own role. Its own schema has
 * been migrated by a later version, so that all that is tested is tested beside that one too.
 *
 * <p>The schema comes from the argument {@value #SCHEMA}, else from {@code quarkus.flyway.default-schema} in
 * {@code application.properties}; without either no database is configured. Tokens of {@link TestTokens} are accepted,
 * except by stream-control, which issues its own.
 */
public class StackResource implements QuarkusTestResourceLifecycleManager {
    /** Argument: the schema of the service under test. */
    public static final String SCHEMA = "schema";

    private static final String PASSWORD = "test";
    private static final int KEY_BYTES = 32;

    /** Longer than a busy machine makes a Redis that is there wait; tests take one away by stopping it. */
    private static final String REDIS_TIMEOUT = "10s";

    private @Nullable String schemaArgument;

    @Override
    public void init(Map<String, String> arguments) {
        schemaArgument = arguments.get(SCHEMA);
    }

    @Override
    public Map<String, String> start() {
        TestStack stack = TestStack.running();
        Map<String, String> configuration = new HashMap<>(ServerPorts.free());
        configuration.put("quarkus.redis.hosts", "redis://" + LoopbackPorts.HOST + ":" + stack.redisPort());
        configuration.put("kafka.bootstrap.servers", stack.kafkaBootstrap());
        configuration.put("onstage.access.redis-timeout", REDIS_TIMEOUT);
        configuration.put("onstage.environment", "local");
        configuration.put("onstage.public-url", "http://127.0.0.1:8080");
        configuration.put("onstage.encryption-keys", JvmWide.get("encryption-key", StackResource::encryptionKey));
        String schema = schemaArgument == null ? schemaOfApplication() : schemaArgument;
        if (schema != null) {
            configuration.putAll(database(stack, ServiceSchema.of(schema)));
        }
        if (!ServiceSchema.STREAM_CONTROL.schemaName().equals(schema)) {
            configuration.put("onstage.jwks-url", TestTokens.jwksUrl());
        }
        return configuration;
    }

    private static Map<String, String> database(TestStack stack, ServiceSchema schema) {
        String database = "test_" + JvmWide.next("databases");
        DatabaseSetup.createSchemas(stack.postgresPort(), database, PASSWORD);
        LaterSchema.migrate(stack.postgresPort(), database, schema, PASSWORD);
        String address = "postgresql://" + LoopbackPorts.HOST + ":" + stack.postgresPort() + "/" + database;
        return Map.of(
                "quarkus.datasource.reactive.url",
                "vertx-reactive:" + address,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + address + "?currentSchema=" + schema.schemaName(),
                "quarkus.datasource.username",
                schema.schemaName(),
                "quarkus.datasource.password",
                PASSWORD);
    }

    private static @Nullable String schemaOfApplication() {
        try (InputStream file =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("application.properties")) {
            if (file == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("quarkus.flyway.default-schema");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encryptionKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return "test:" + Base64.getEncoder().encodeToString(key);
    }

    /** Does nothing: the servers serve the next test too and stop with the JVM. */
    @Override
    public void stop() {}
}
