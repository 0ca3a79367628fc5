package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.schemas.SchemaSql;
import dev.onstage.schemas.ServiceSchema;
import dev.onstage.testing.TestStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the roles of the printed SQL may do, and may not, once every service has made its tables with them. */
class SchemaRightsTest {

    private static final String SUPERUSER = "postgres";
    private static final String DATABASE = "schema_rights";
    private static final String RENTED = "schema_rights_rented";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** A function, a sequence and a type of each schema, since the services have few of these or none. */
    private static final String MORE_OBJECTS = """
            CREATE FUNCTION a_function() RETURNS int LANGUAGE sql AS 'SELECT 1';
            CREATE SEQUENCE a_sequence;
            CREATE TYPE a_type AS (v int);
            CREATE VIEW a_view AS SELECT 1 AS v;
            """;

    @BeforeAll
    static void makeTheSchemas() throws SQLException {
        execute("postgres", SUPERUSER, "CREATE DATABASE " + DATABASE);
        execute(DATABASE, SUPERUSER, all());
        for (ServiceSchema schema : ServiceSchema.values()) {
            ServiceMigrations.apply(schema, url(DATABASE));
            execute(DATABASE, schema.schemaName(), MORE_OBJECTS);
        }
    }

    @AfterAll
    static void dropWhatWasMade() throws SQLException {
        for (String database : List.of(DATABASE, RENTED)) {
            execute("postgres", SUPERUSER, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        }
        for (ServiceSchema schema : ServiceSchema.values()) {
            execute("postgres", SUPERUSER, "DROP ROLE IF EXISTS rented_" + schema.schemaName());
        }
        execute("postgres", SUPERUSER, "DROP ROLE IF EXISTS renter, rented_second");
    }

    private static String all() {
        return SchemaSql.of(List.of(ServiceSchema.values()));
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(ServiceSchema.values()).flatMap(owner -> Arrays.stream(ServiceSchema.values())
                .filter(stranger -> stranger != owner)
                .map(stranger -> Arguments.of(owner, stranger)));
    }

    /** Otherwise a statement might be refused to others because nobody can run it. */
    @ParameterizedTest
    @EnumSource
    void shouldDoEverythingWithItsOwnSchema(ServiceSchema owner) throws SQLException {
        assertThat(outcomes(DATABASE, owner.schemaName(), statementsOn(owner)))
                .hasSizeGreaterThan(40)
                .allSatisfy((statement, outcome) -> assertThat(outcome).isEqualTo("done"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldNeitherReadNorWriteTheSchemaOfAnother(ServiceSchema owner, ServiceSchema stranger) throws SQLException {
        assertThat(outcomes(DATABASE, stranger.schemaName(), statementsOn(owner)))
                .hasSizeGreaterThan(40)
                .allSatisfy((statement, outcome) -> assertThat(outcome).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeNothingOutsideItsSchema(ServiceSchema role) throws SQLException {
        List<String> statements = List.of(
                "CREATE TABLE public.a_table (v int)",
                "CREATE FUNCTION public.b_function() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE SCHEMA another",
                "CREATE SCHEMA another AUTHORIZATION " + role.schemaName(),
                "CREATE TEMPORARY TABLE a_table (v int)",
                "CREATE EXTENSION hstore",
                "CREATE ROLE another",
                "ALTER ROLE " + role.schemaName() + " CREATEROLE",
                "ALTER DATABASE " + DATABASE + " SET search_path = public",
                "COPY (SELECT 1) TO PROGRAM 'cat'",
                "SELECT pg_read_file('postgresql.conf')",
                "SET ROLE " + SUPERUSER);
        assertThat(outcomes(DATABASE, role.schemaName(), statements))
                .allSatisfy((statement, outcome) -> assertThat(outcome).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveItsOwnSchemaAndNoFurtherPowers(ServiceSchema role) throws SQLException {
        assertThat(query(
                        role.schemaName(),
                        "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles"
                                + " WHERE rolname = current_user"))
                .as("may do more than others")
                .isEqualTo("f");
        assertThat(query(role.schemaName(), "SHOW search_path")).isEqualTo(role.schemaName());
        assertThat(query(
                        role.schemaName(),
                        "SELECT 'oldest_code'::regclass::oid = '" + role.schemaName() + ".oldest_code'::regclass::oid"))
                .isEqualTo("t");
    }

    @Test
    void shouldChangeNothingWhenItIsRunAgain() throws SQLException {
        String before = rights();

        execute(DATABASE, SUPERUSER, all());
        for (ServiceSchema schema : ServiceSchema.values()) {
            execute(DATABASE, SUPERUSER, SchemaSql.of(List.of(schema)));
        }

        assertThat(rights()).isEqualTo(before);
    }

    /** As with those who rent a PostgreSQL. */
    @Test
    void shouldNotNeedASuperuser() throws SQLException {
        String database = RENTED;
        execute("postgres", SUPERUSER, "CREATE ROLE renter LOGIN CREATEROLE");
        execute("postgres", SUPERUSER, "CREATE DATABASE " + database + " OWNER renter");
        // The roles of the other tests belong to the superuser, and a cluster has each name once.
        String renamed = all().replaceAll("\\b(stream_control|webhook_ingest|analytics|notifier)\\b", "rented_$1");

        execute(database, "renter", renamed);
        execute(database, "renter", renamed);

        execute(database, "rented_notifier", "CREATE TABLE a_table (v int)");
        execute(database, "rented_notifier", "SELECT v FROM rented_notifier.a_table");
        assertThat(outcomes(
                        database,
                        "rented_analytics",
                        List.of("SELECT v FROM rented_notifier.a_table", "CREATE TABLE public.a_table (v int)")))
                .allSatisfy((statement, outcome) -> assertThat(outcome).isEqualTo(INSUFFICIENT_PRIVILEGE));
    }

    /** As docs/settings.md says, for a change of the password without a moment in which none is taken. */
    @Test
    void shouldHaveTheSameRightsAsASecondRoleThatBecomesTheFirst() throws SQLException {
        execute(
                "postgres",
                SUPERUSER,
                "CREATE ROLE rented_second LOGIN IN ROLE analytics; ALTER ROLE rented_second SET role = analytics;"
                        + " ALTER ROLE rented_second SET search_path = analytics");
        execute(DATABASE, "rented_second", "CREATE TABLE made_by_second (v int)");

        execute(DATABASE, "analytics", "ALTER TABLE made_by_second ADD w int; DROP TABLE made_by_second");
    }

    @ParameterizedTest
    @EnumSource
    void shouldPrintForOneServiceOnlyWhatIsItsOwn(ServiceSchema schema) {
        String printed = SchemaSql.of(List.of(schema));

        assertThat(printed)
                .contains("CREATE SCHEMA IF NOT EXISTS " + schema.schemaName())
                .contains("\\password " + schema.schemaName())
                .doesNotContainIgnoringCase("PASSWORD '");
        assertThat(ServiceSchema.values()).filteredOn(other -> other != schema).allSatisfy(other -> assertThat(printed)
                .doesNotContain(other.schemaName()));
    }

    /** One of every kind for every table, view, sequence and function that there is. */
    private static List<String> statementsOn(ServiceSchema owner) throws SQLException {
        String schema = owner.schemaName();
        List<String> statements = new ArrayList<>(List.of(
                "CREATE TABLE " + schema + ".b_table (v int)",
                "CREATE VIEW " + schema + ".b_view AS SELECT 1 AS v",
                "CREATE SEQUENCE " + schema + ".b_sequence",
                "CREATE FUNCTION " + schema + ".b_function() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE TYPE " + schema + ".b_type AS (v int)",
                "SELECT " + schema + ".a_function()",
                "SELECT nextval('" + schema + ".a_sequence')",
                "SELECT setval('" + schema + ".a_sequence', 1)",
                "SELECT ROW(1)::" + schema + ".a_type",
                "SELECT v FROM " + schema + ".a_view",
                "DROP FUNCTION " + schema + ".a_function()",
                "DROP SEQUENCE " + schema + ".a_sequence",
                "DROP VIEW " + schema + ".a_view",
                "DROP TYPE " + schema + ".a_type",
                "DROP SCHEMA " + schema + " CASCADE",
                "GRANT USAGE ON SCHEMA " + schema + " TO PUBLIC",
                "SET ROLE " + schema));
        // With a column that may be written to.
        List<String> tables = all("SELECT format('%I.%I|%I', n.nspname, c.relname, min(a.attname)) FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid"
                + " WHERE n.nspname = '" + schema + "' AND c.relkind IN ('r', 'p') AND a.attnum > 0"
                + " AND NOT a.attisdropped AND a.attidentity = '' AND a.attgenerated = ''"
                + " GROUP BY n.nspname, c.relname");
        for (String each : tables) {
            String table = each.substring(0, each.indexOf('|'));
            String column = each.substring(each.indexOf('|') + 1);
            statements.addAll(List.of(
                    "SELECT count(*) FROM " + table,
                    "INSERT INTO " + table + " (" + column + ") SELECT " + column + " FROM " + table + " WHERE false",
                    "UPDATE " + table + " SET " + column + " = " + column + " WHERE false",
                    "DELETE FROM " + table + " WHERE false",
                    "TRUNCATE " + table + " CASCADE",
                    "LOCK TABLE " + table + " IN ACCESS SHARE MODE",
                    "ALTER TABLE " + table + " ADD COLUMN b_column int",
                    "CREATE INDEX ON " + table + " (" + column + ")",
                    "DROP TABLE " + table + " CASCADE"));
        }
        return statements;
    }

    /** What became of each statement: "done", or the code of the error. Leaves nothing behind. */
    private static Map<String, String> outcomes(String database, String role, List<String> statements)
            throws SQLException {
        Map<String, String> outcomes = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(url(database), role, null);
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String statement : statements) {
                try {
                    sql.execute(statement);
                    outcomes.put(statement, "done");
                } catch (SQLException refused) {
                    outcomes.put(statement, String.valueOf(refused.getSQLState()));
                } finally {
                    connection.rollback();
                }
            }
        }
        return outcomes;
    }

    /** Owners, grants, settings and attributes of all that the printed SQL touches. */
    private static String rights() throws SQLException {
        List<String> rights = new ArrayList<>();
        rights.addAll(all(
                "SELECT datname || coalesce(datacl::text, '') FROM pg_database WHERE datname = '" + DATABASE + "'"));
        rights.addAll(all("SELECT nspname || nspowner::regrole || coalesce(nspacl::text, '') FROM pg_namespace"
                + " WHERE nspname NOT LIKE 'pg\\_%' ORDER BY 1"));
        rights.addAll(all("SELECT r::text FROM pg_roles r WHERE rolname NOT LIKE '%rent%' ORDER BY 1"));
        rights.addAll(all("SELECT m::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid"
                + " WHERE r.rolname NOT LIKE '%rent%' ORDER BY 1"));
        rights.addAll(all("SELECT setdatabase || setrole::text || setconfig::text FROM pg_db_role_setting s"
                + " JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = '" + DATABASE + "' ORDER BY 1"));
        return String.join("\n", rights);
    }

    private static List<String> all(String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url(DATABASE), SUPERUSER, null);
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }

    private static String query(String role, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(DATABASE), role, null);
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(String database, String role, String statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database), role, null);
                Statement sql = connection.createStatement()) {
            sql.execute(statements);
        }
    }

    private static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + TestStack.running().postgresPort() + "/" + database;
    }
}
