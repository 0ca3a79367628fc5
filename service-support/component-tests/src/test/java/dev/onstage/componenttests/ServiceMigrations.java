package dev.onstage.componenttests;

import dev.onstage.schemas.ServiceSchema;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** The migrations of the four services, from their sources. */
final class ServiceMigrations {

    private static final Path REPOSITORY = Path.of("../..");

    private ServiceMigrations() {}

    static Path folder(ServiceSchema schema) {
        return REPOSITORY
                .resolve(schema.schemaName().replace('_', '-') + "-service")
                .resolve("src/main/resources/db/migration");
    }

    /** Brings the schema up to date as its own role does it when the service starts. */
    static void apply(ServiceSchema schema, String url) {
        Flyway.configure()
                .dataSource(url, schema.schemaName(), null)
                .defaultSchema(schema.schemaName())
                .schemas(schema.schemaName())
                .locations("filesystem:" + folder(schema))
                .load()
                .migrate();
    }
}
