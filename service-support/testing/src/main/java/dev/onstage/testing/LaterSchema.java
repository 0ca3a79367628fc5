package dev.onstage.testing;

import dev.onstage.schemas.ServiceSchema;
import org.flywaydb.core.Flyway;

/**
 * A schema that a later version of the service has migrated already, as this version meets it while that one is rolled out: all
 * of the migrations on the class path, and one more that this version does not know.
 */
final class LaterSchema {

    private LaterSchema() {}

    /** Migrates as the service's own role. */
    static void migrate(int port, String database, ServiceSchema schema, String password) {
        Flyway.configure(Thread.currentThread().getContextClassLoader())
                .dataSource("jdbc:postgresql://127.0.0.1:" + port + "/" + database, schema.schemaName(), password)
                .schemas(schema.schemaName())
                .locations("classpath:db/migration", "classpath:later-migrations")
                .load()
                .migrate();
    }
}
