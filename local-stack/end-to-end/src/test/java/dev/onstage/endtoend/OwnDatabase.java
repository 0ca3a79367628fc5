package dev.onstage.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A database with one schema, on the server of the stack. Its role has the database's name and is nobody else's: what is done
 * here reaches neither the stack nor another test.
 */
record OwnDatabase(int postgres, String name, String schema) {

    /** The role's. */
    static final String PASSWORD = "its own";

    /** A new one; all three are plain names. */
    static OwnDatabase create(int postgres, String name, String schema) throws SQLException {
        var database = new OwnDatabase(postgres, name, schema);
        try (Connection connection = database.connectAsSuperuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("ALTER ROLE " + name + " IN DATABASE " + name + " SET search_path = " + schema);
        }
        try (Connection connection = database.connectAsSuperuser(name);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema + " AUTHORIZATION " + name);
        }
        return database;
    }

    /** What a service is told so that it uses this one; its ports are free ones. */
    Map<String, String> settings() {
        String url = "postgresql://127.0.0.1:" + postgres + "/" + name;
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "vertx-reactive:" + url,
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:" + url + "?currentSchema=" + schema,
                "QUARKUS_DATASOURCE_USERNAME",
                name,
                "QUARKUS_DATASOURCE_PASSWORD",
                PASSWORD,
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                "0",
                "QUARKUS_MANAGEMENT_HOST",
                "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT",
                "0");
    }

    /** Which code the schema says it needs. */
    String oldestCode() throws SQLException {
        try (Connection connection = connectAsSuperuser(name);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM " + schema + ".oldest_code")) {
            row.next();
            return row.getString(1);
        }
    }

    /** As a migration of a later version does that takes something away. */
    void needCode(String version) throws SQLException {
        try (Connection connection = connectAsSuperuser(name);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE " + schema + ".oldest_code SET version = '" + version + "'");
        }
    }

    private Connection connectAsSuperuser(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + postgres + "/" + database, "postgres", "");
    }
}
