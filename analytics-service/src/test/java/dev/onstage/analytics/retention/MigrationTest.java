package dev.onstage.analytics.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.servers.DatabaseSetup;
import dev.onstage.testing.TestStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** What was stored before the tables were cut is there afterwards, in the days it belongs to. */
class MigrationTest {

    private static final String NAME = "migration";
    private static final String PASSWORD = "test";
    private static final String SCHEMA = ServiceSchema.ANALYTICS.schemaName();

    private final String url =
            "jdbc:postgresql://127.0.0.1:" + TestStack.running().postgresPort() + "/" + NAME;

    @Test
    void shouldKeepWhatWasStoredInOnePiece() throws SQLException {
        DatabaseSetup.createSchemas(TestStack.running().postgresPort(), NAME, PASSWORD);
        flyway().target("202611220905").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, SCHEMA, PASSWORD);
                Statement sql = connection.createStatement()) {
            sql.execute(
                    "INSERT INTO presence VALUES"
                            + " ('c', 's', '2026-11-20', 'u', NULL, '2026-11-20T23:59:59.9Z', NULL, true, false),"
                            + " ('c', 't', '2026-11-21', 'u', 'user', '2026-11-21T00:00:00Z', '2026-11-21T01:00Z', true, true)");
            sql.execute("INSERT INTO chat_messages VALUES ('c', 'm', '2026-11-21', NULL, '2026-11-21T03:00Z', NULL)");
            sql.execute(
                    "INSERT INTO participant_counts VALUES ('c', '2026-11-20T23:59:59.999999Z', 1, 2, 'RECONCILE')");
            sql.execute("INSERT INTO stream_sessions (session_id, channel_id, epoch, title, started_at)"
                    + " VALUES ('00000000-0000-0000-0000-000000000001', 'c', 1, 't', '2026-11-20T23:00Z')");
            sql.execute("INSERT INTO viewer_snapshots VALUES"
                    + " ('00000000-0000-0000-0000-000000000001', '2026-11-21T00:00:00Z', 7)");

            flyway().load().migrate();

            assertThat(all(
                            sql,
                            "SELECT string_agg(tableoid::regclass || ' ' || user_session_id, ', ' ORDER BY user_session_id)"
                                    + " FROM presence"))
                    .isEqualTo("presence_20261120 s, presence_20261121 t");
            assertThat(all(sql, "SELECT tableoid::regclass || ' ' || message_id FROM chat_messages"))
                    .isEqualTo("chat_messages_20261121 m");
            assertThat(all(sql, "SELECT tableoid::regclass || ' ' || anonymous FROM participant_counts"))
                    .isEqualTo("participant_counts_20261120 2");
            assertThat(all(sql, "SELECT tableoid::regclass || ' ' || viewers FROM viewer_snapshots"))
                    .isEqualTo("viewer_snapshots_20261121 7");
            assertThat(all(
                            sql,
                            "SELECT string_agg(partition_name, ', ' ORDER BY partition_name) FROM day_partitions"
                                    + " WHERE table_name = 'presence'"))
                    .isEqualTo("presence_20261120, presence_20261121");
        }
    }

    private FluentConfiguration flyway() {
        return Flyway.configure().dataSource(url, SCHEMA, PASSWORD).schemas(SCHEMA);
    }

    private static String all(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
