package dev.onstage.servers;

import dev.onstage.schemas.SchemaSql;
import dev.onstage.schemas.ServiceSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;

/** Makes the database, with one schema and one role per service. Run again it changes only the passwords. */
public final class DatabaseSetup {
    private DatabaseSetup() {}

    /**
     * Creates what is missing of the database, the roles and the schemas of all services.
     *
     * @param database plain lower-case name
     * @param password of every role; the embedded server trusts loopback, so it matters to clients that insist on one
     */
    public static void createSchemas(EmbeddedPostgresServer server, String database, String password) {
        createSchemas(server.port(), database, password);
    }

    /** As {@link #createSchemas(EmbeddedPostgresServer, String, String)} for an embedded server known by its port. */
    public static void createSchemas(int server, String database, String password) {
        createSchemas(server, database, schema -> password);
    }

    /** The same, where each role has a password of its own. */
    public static void createSchemas(int server, String database, Function<ServiceSchema, String> passwords) {
        requirePlainName(database);
        try {
            createDatabase(server, database);
            try (Connection connection = connect(server, database);
                    Statement statement = connection.createStatement()) {
                statement.execute(SchemaSql.of(List.of(ServiceSchema.values())));
                for (ServiceSchema schema : ServiceSchema.values()) {
                    statement.execute("ALTER ROLE " + schema.schemaName() + " PASSWORD "
                            + statement.enquoteLiteral(passwords.apply(schema)));
                }
            }
        } catch (SQLException e) {
            throw new ServerStartException("The database " + database + " could not be set up: " + e.getMessage(), e);
        }
    }

    private static void createDatabase(int server, String database) throws SQLException {
        try (Connection connection = connect(server, "postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
                statement.execute("CREATE DATABASE " + database);
            }
        }
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static Connection connect(int server, String database) throws SQLException {
        return DriverManager.getConnection(
                EmbeddedPostgresServer.jdbcUrl(server, database), EmbeddedPostgresServer.SUPERUSER, "");
    }

    private static void requirePlainName(String database) {
        if (!database.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("Not a plain database name: " + database);
        }
    }
}
