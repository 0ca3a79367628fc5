package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.servers.DatabaseSetup;
import dev.onstage.support.schema.CodeTooOldException;
import dev.onstage.support.schema.OldestCode;
import dev.onstage.testing.TestStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema and code of different versions, as they meet while a new version is rolled out or taken back. */
class OldestCodeTest {

    private static final String PASSWORD = "test";
    private static final String SCHEMA = ServiceSchema.NOTIFIER.schemaName();

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String database = "oldest_code_" + DATABASES.incrementAndGet();

    @TempDir
    Path older;

    @TempDir
    Path newer;

    @BeforeEach
    void makeTwoVersionsOfTheCode() throws IOException {
        DatabaseSetup.createSchemas(TestStack.running().postgresPort(), database, PASSWORD);
        version("1", "CREATE TABLE IF NOT EXISTS oldest_code (version text NOT NULL)", older, newer);
        version("2", "DELETE FROM oldest_code; INSERT INTO oldest_code VALUES ('2')", older, newer);
    }

    @Test
    void shouldGoOnWithASchemaThatOnlyGotMore() throws IOException {
        version("3", "CREATE TABLE more (v int)", newer);
        migrate(newer);

        assertThatCode(() -> migrate(older)).doesNotThrowAnyException();
        assertThat(migrate(newer)).as("nothing to do").isZero();
    }

    @Test
    void shouldRefuseASchemaThatLostWhatItNeeds() throws IOException {
        version("3", "UPDATE oldest_code SET version = '3'", newer);
        migrate(newer);

        assertThatThrownBy(() -> migrate(older))
                .satisfies(failure ->
                        assertThat(CodeTooOldException.causeOf(failure)).isPresent())
                .hasMessageContaining("knows the schema up to 2")
                .hasMessageContaining("needs code that knows 3")
                .hasMessageContaining("Start a newer version of the service.");
        assertThatCode(() -> migrate(newer)).doesNotThrowAnyException();
    }

    private static void version(String version, String sql, Path... codes) throws IOException {
        for (Path code : codes) {
            Files.writeString(code.resolve("V" + version + "__step.sql"), sql + ";\n");
        }
    }

    private int migrate(Path code) {
        return flyway(code).migrate().migrationsExecuted;
    }

    private Flyway flyway(Path code) {
        return Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://127.0.0.1:" + TestStack.running().postgresPort() + "/" + database,
                        SCHEMA,
                        PASSWORD)
                .schemas(SCHEMA)
                .createSchemas(false)
                .locations("filesystem:" + code)
                .ignoreMigrationPatterns("*:future")
                .callbacks(new OldestCode())
                .load();
    }
}
