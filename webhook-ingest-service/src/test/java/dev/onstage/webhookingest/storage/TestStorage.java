package dev.onstage.webhookingest.storage;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.testing.TestStack;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Optional;
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
                SCHEMA,
                Optional.of("test"));
    }

    /** Ready. */
    public static StorageReady ready(Pool pool, String databaseName) {
        StorageReady storage = away(pool, databaseName);
        storage.start(new StartupEvent());
        storage.whenReady().await().atMost(PATIENCE);
        return storage;
    }
}
