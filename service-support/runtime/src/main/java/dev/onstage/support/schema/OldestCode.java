package dev.onstage.support.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * Refuses a schema that this code is too old for. Any other schema that a newer version has migrated is accepted. The table
 * {@code oldest_code} holds the version of the last migration that code must know at least; a migration that takes away what
 * older code needs writes its own version there.
 */
public class OldestCode implements Callback {

    private static final String TABLE = "oldest_code";

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    /** Throws {@link CodeTooOldException} with a sentence that names both versions. */
    @Override
    public void handle(Event event, Context context) {
        Optional<MigrationVersion> needed = needed(context);
        if (needed.isEmpty()) {
            return;
        }
        MigrationVersion own = newestOf(context);
        if (own.compareTo(needed.get()) < 0) {
            throw new CodeTooOldException("This version of the service knows the schema up to " + own
                    + ", and the schema needs code that knows " + needed.get()
                    + ". Start a newer version of the service.");
        }
    }

    @Override
    public String getCallbackName() {
        return OldestCode.class.getSimpleName();
    }

    private static Optional<MigrationVersion> needed(Context context) {
        String table = schemaOf(context.getConfiguration()) + "." + TABLE;
        Connection connection = context.getConnection();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet exists = statement.executeQuery("SELECT to_regclass('" + table + "') IS NOT NULL")) {
                exists.next();
                if (!exists.getBoolean(1)) {
                    return Optional.empty();
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT version FROM " + table)) {
                return row.next() ? Optional.of(MigrationVersion.fromVersion(row.getString(1))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new FlywayException("The table " + table + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String schemaOf(Configuration configuration) {
        String schema = configuration.getDefaultSchema();
        return schema == null ? configuration.getSchemas()[0] : schema;
    }

    /** Looks through the connection that is held for the migration: a pool as small as ours has no other to give. */
    private static MigrationVersion newestOf(Context context) {
        return Arrays.stream(Flyway.configure()
                        .configuration(context.getConfiguration())
                        .dataSource(new HeldConnection(context.getConnection()))
                        .callbacks(new Callback[0])
                        .load()
                        .info()
                        .all())
                .filter(migration ->
                        migration.isVersioned() && migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .orElse(MigrationVersion.EMPTY);
    }
}
