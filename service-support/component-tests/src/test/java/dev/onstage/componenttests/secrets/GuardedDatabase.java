package dev.onstage.componenttests.secrets;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.servers.DatabaseSetup;
import dev.onstage.servers.EmbeddedPostgresServer;
import dev.onstage.servers.LoopbackPorts;
import dev.onstage.servers.ProtectedSettings;
import dev.onstage.servers.ServerCertificate;
import dev.onstage.testing.MountedSecret;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that asks for a password, of which the application knows user and password by mounted files alone. */
public class GuardedDatabase implements QuarkusTestResourceLifecycleManager {

    static final String SECRET_FILES = "onstage.secret-files";
    private static final String USER_FILE = "quarkus.datasource.username";
    static final String PASSWORD_FILE = "QUARKUS_DATASOURCE_PASSWORD";
    static final String ROLE = ServiceSchema.NOTIFIER.schemaName();
    static final String FIRST_PASSWORD = " a$b$$c${d}e\\f\\\\'\"`ü,#= ";

    /** How many are mounted. */
    static final int FILES = 3;

    /** Where the superuser gets in without a password. */
    static final String SUPERUSER_URL = "test.superuser-url";
    /** The log of the server. */
    static final String SERVER_LOG = "test.server-log";

    private static final String ADDRESS = "127.0.0.1";
    private static final String DATABASE = "onstage";

    private @Nullable EmbeddedPostgresServer postgres;

    @Override
    public Map<String, String> start() {
        Path directory = temporaryDirectory();
        ServerCertificate certificate = ServerCertificate.issue(directory.resolve("certificate"), ADDRESS);
        Path data = directory.resolve("postgres");
        EmbeddedPostgresServer server = EmbeddedPostgresServer.startProtected(data, LoopbackPorts.free(), certificate);
        postgres = server;
        DatabaseSetup.createSchemas(server, DATABASE, FIRST_PASSWORD);
        MountedSecret secret = new MountedSecret(directory.resolve("secrets"));
        secret.mount(files(FIRST_PASSWORD));

        Map<String, String> settings = new HashMap<>(new StackResource().start());
        settings.putAll(ProtectedSettings.postgres(
                ADDRESS + ":" + server.port(), DATABASE, ServiceSchema.NOTIFIER, FIRST_PASSWORD, certificate));
        settings.remove("quarkus.datasource.username");
        settings.remove("quarkus.datasource.password");
        settings.put(SECRET_FILES, secret.folder().toString());
        settings.put("onstage.secret-files-reread", "1s");
        settings.put(SUPERUSER_URL, server.jdbcUrl(DATABASE) + "?user=" + EmbeddedPostgresServer.SUPERUSER);
        settings.put(SERVER_LOG, directory.resolve("postgres.log").toString());
        settings.put(EarlyUse.WANTED, "true");
        return settings;
    }

    /** What is mounted: a secret of another service is there, too. */
    static Map<String, String> files(String password) {
        return Map.of(
                USER_FILE, ROLE + "\n", PASSWORD_FILE, password + "\n", "onstage.getstream.secrets", "of=another");
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target")).toAbsolutePath(), "guarded");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
