package dev.onstage.webhookingest.storage;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.testing.TestStack;
import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The readiness of a database of {@code TestDatabase}, for tests of what waits for it. */
public final class TestStorage {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCHEMA = ServiceSchema.WEBHOOK_INGEST.schemaName();

    private TestStorage() {}

    /** Never ready. */
    public static StorageReady away(Pool pool, String databaseName) {
        return new StorageReady(
                Flyway.configure().schemas(SCHEMA).load(),
                pool,
                "jdbc:postgresql://127.0.0.1:" + TestStack.running().postgresPort() + "/" + databaseName,
                new CredentialsProvider() {
                    @Override
                    public Uni<Map<String, String>> getCredentialsAsync(String name) {
                        return Uni.createFrom()
                                .item(Map.of(USER_PROPERTY_NAME, SCHEMA, PASSWORD_PROPERTY_NAME, "test"));
                    }
                });
    }

    /** Ready. */
    public static StorageReady ready(Pool pool, String databaseName) {
        StorageReady storage = away(pool, databaseName);
        storage.start(new StartupEvent());
        storage.whenReady().await().atMost(PATIENCE);
        return storage;
    }
}
