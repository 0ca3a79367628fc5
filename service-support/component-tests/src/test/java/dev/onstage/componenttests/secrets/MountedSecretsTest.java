package dev.onstage.componenttests.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.onstage.testing.MountedSecret;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections are made with the user and the password that mounted files hold at that moment. */
@QuarkusTest
@WithTestResource(GuardedDatabase.class)
class MountedSecretsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NEXT_PASSWORD = "\\$ {next} '${user.home}' \"ß é\" 100%";
    private static final int SEVERAL = 5;

    @Inject
    Pool pool;

    @Inject
    AgroalDataSource migrations;

    @Inject
    EarlyUse early;

    @Inject
    Config config;

    private final Log log = new Log();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

    @Test
    void shouldMakeConnectionsWithWhatFilesHoldAtTheMoment() throws Exception {
        assertThat(early.answer()).isCompletedWithValue(1);
        assertThat(user(migrations)).isEqualTo(GuardedDatabase.ROLE);
        MountedSecret secret = new MountedSecret(Path.of(config.getValue(GuardedDatabase.SECRET_FILES, String.class)));

        // When the password is changed in the database alone
        asSuperuser("ALTER ROLE " + GuardedDatabase.ROLE + " PASSWORD " + quoted(NEXT_PASSWORD));
        cutOff();
        // Then the files are behind
        await().atMost(PATIENCE).until(() -> {
            assertThat(catchThrowable(() -> user(migrations))).isNotNull();
            return refusals() > 0;
        });

        // When the files are swapped, too
        secret.mount(GuardedDatabase.files(NEXT_PASSWORD));
        // Then new connections work
        makeConnections();
        // And none is tried with the password before, but for those that had begun
        long refusals = refusalsOfThoseThatHadBegun();
        for (int i = 0; i < SEVERAL; i++) {
            makeConnections();
        }
        assertThat(refusals()).isEqualTo(refusals);

        // When the file is empty, and then away
        secret.mount(GuardedDatabase.files(""));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.missing()).hasSize(1));
        makeConnections();
        secret.mount(Map.of());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(log.missing()).hasSize(GuardedDatabase.FILES));
        makeConnections();

        // Then the last value stays, and one line for each file says so
        secret.mount(GuardedDatabase.files(NEXT_PASSWORD));
        makeConnections();
        assertThat(refusals()).isEqualTo(refusals);
        assertThat(log.missing())
                .hasSize(GuardedDatabase.FILES)
                .allMatch(line -> line.contains("its last value stays"))
                .filteredOn(line -> line.contains(GuardedDatabase.PASSWORD_FILE))
                .hasSize(1);
        assertThat(log.lines())
                .isNotEmpty()
                .noneMatch(line -> line.contains(NEXT_PASSWORD) || line.contains(GuardedDatabase.FIRST_PASSWORD));
    }

    /** Their number once it stays the same while new connections are made. */
    private long refusalsOfThoseThatHadBegun() throws Exception {
        long counted;
        do {
            counted = refusals();
            makeConnections();
            makeConnections();
        } while (refusals() != counted);
        return counted;
    }

    /** New ones: those that are there are cut off. */
    private void makeConnections() throws SQLException {
        cutOff();
        // Until the pools know, they may give one that has been cut off.
        await().atMost(PATIENCE).ignoreExceptions().until(() -> user(migrations), GuardedDatabase.ROLE::equals);
        await().atMost(PATIENCE).ignoreExceptions().until(this::userOfPool, GuardedDatabase.ROLE::equals);
    }

    private void cutOff() throws SQLException {
        asSuperuser("SELECT count(pg_terminate_backend(pid, " + PATIENCE.toMillis()
                + ")) FROM pg_stat_activity WHERE usename = '" + GuardedDatabase.ROLE + "'");
    }

    private String userOfPool() {
        return pool.query("SELECT current_user::text")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getString(0);
    }

    private static String user(AgroalDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user")) {
            row.next();
            return row.getString(1);
        }
    }

    private int asSuperuser(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(config.getValue(GuardedDatabase.SUPERUSER_URL, String.class));
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static String quoted(String password) {
        return "'" + password.replace("'", "''") + "'";
    }

    private long refusals() throws IOException {
        return Files.readString(
                        Path.of(config.getValue(GuardedDatabase.SERVER_LOG, String.class)), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("password authentication failed"))
                .count();
    }

    /** Every line of the log, with its failures. */
    private static final class Log extends Handler {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            StringBuilder line = new StringBuilder(entry.getMessage() + Arrays.toString(entry.getParameters()));
            for (Throwable cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
                line.append(' ').append(cause);
            }
            lines.add(line.toString());
        }

        List<String> lines() {
            return List.copyOf(lines);
        }

        List<String> missing() {
            return lines.stream()
                    .filter(line -> line.contains("is missing or empty"))
                    .toList();
        }

        @Override
        public void flush() {
            // Keeps nothing back.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
