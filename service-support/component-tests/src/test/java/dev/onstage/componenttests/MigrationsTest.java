package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.schemas.ServiceSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of the version before goes on with what a migration makes, or is told that it is too old. */
class MigrationsTest {

    /** With this one schemas began to say which code is too old for them. */
    private static final long FIRST = 202611301000L;

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");

    private static final Pattern TRIGGER = Pattern.compile("create trigger ([a-z_0-9]+) .*");

    /** Triggers on older tables that were read with care: they refuse no row, they only write more than older code knows of. */
    private static final Set<String> TRIGGERS_THAT_WRITE_MORE = Set.of(
            "login_sessions_of_removed",
            "channel_members_owe",
            "channel_invitations_owe",
            "channel_invitations_lost",
            "channel_config_owes",
            "channel_config_key");

    @ParameterizedTest
    @EnumSource
    void shouldTakeNothingAwayFromTheVersionBefore(ServiceSchema schema) throws IOException {
        List<Path> migrations;
        try (Stream<Path> files = Files.list(ServiceMigrations.folder(schema))) {
            migrations = files.filter(file -> version(file) >= FIRST).sorted().toList();
        }

        assertThat(migrations).isNotEmpty().allSatisfy(migration -> {
            String sql = Files.readString(migration);
            assertThat(TakenAway.by(sql).stream()
                            .filter(statement -> !onlyWritesMore(statement))
                            .toList())
                    .as(
                            "%s breaks code of the version before. Add what is new, and remove in a later version what no version in"
                                    + " use needs any more; that migration says UPDATE oldest_code SET version = '%s'.",
                            migration.getFileName(), version(migration))
                    .matches(statements -> statements.isEmpty() || refusesOlderCode(sql, version(migration)));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE old",
                "ALTER TABLE kept DROP COLUMN old",
                "ALTER TABLE kept DROP old",
                "ALTER TABLE kept ALTER COLUMN old DROP DEFAULT",
                "DROP INDEX IF EXISTS an_index",
                "DROP FUNCTION old()",
                "ALTER TABLE kept RENAME TO other",
                "alter table kept rename column old to new",
                "ALTER TABLE kept ALTER old SET NOT NULL",
                "ALTER TABLE kept\n  ALTER COLUMN old TYPE bigint",
                "ALTER TABLE kept ALTER old SET DATA TYPE bigint",
                "ALTER TABLE kept ADD COLUMN fresh int DEFAULT 1, ADD COLUMN more text NOT NULL",
                "ALTER TABLE kept ADD fresh int NOT NULL, ADD COLUMN more int DEFAULT 1",
                "ALTER TABLE kept ADD CONSTRAINT narrow CHECK (old > 0)",
                "CREATE UNIQUE INDEX narrow ON kept (old)",
                "CREATE TRIGGER busy BEFORE INSERT ON kept FOR EACH ROW EXECUTE FUNCTION f()",
                "TRUNCATE kept",
                "CREATE TABLE fresh (v int); ALTER TABLE kept DROP COLUMN old",
                "DO $$ BEGIN ALTER TABLE kept DROP COLUMN old; END $$"
            })
    void shouldSeeWhatBreaksOlderCode(String sql) {
        assertThat(TakenAway.by("CREATE INDEX ON kept (old);\n" + sql + ";")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE kept ADD COLUMN fresh int",
                "ALTER TABLE kept ADD COLUMN fresh timestamptz NOT NULL DEFAULT now(), ADD more text",
                "ALTER TABLE kept ADD COLUMN fresh bigint GENERATED ALWAYS AS IDENTITY NOT NULL",
                "ALTER TABLE kept ALTER COLUMN old DROP NOT NULL",
                "CREATE INDEX wide ON kept (old)",
                "CREATE TABLE fresh (v int NOT NULL UNIQUE); CREATE UNIQUE INDEX narrow ON fresh (v)",
                "CREATE TABLE fresh (v int);\nALTER TABLE fresh ADD CONSTRAINT narrow CHECK (v > 0)",
                "-- DROP TABLE old\nINSERT INTO kept VALUES (1)"
            })
    void shouldLetPassWhatOnlyAdds(String sql) {
        assertThat(TakenAway.by(sql + ";")).isEmpty();
    }

    private static boolean onlyWritesMore(String statement) {
        Matcher trigger = TRIGGER.matcher(statement);
        return trigger.matches() && TRIGGERS_THAT_WRITE_MORE.contains(trigger.group(1));
    }

    private static boolean refusesOlderCode(String sql, long version) {
        return sql.toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .contains("update oldest_code set version = '" + version + "'");
    }

    private static long version(Path migration) {
        Matcher name = VERSION.matcher(migration.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }
}
