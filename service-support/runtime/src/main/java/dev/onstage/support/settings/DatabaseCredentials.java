package dev.onstage.support.settings;

import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.reactive.datasource.runtime.ConnectOptionsSupplier;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Who we are to PostgreSQL. Both clients ask for each connection that they make, so a new password is used from the next one on;
 * connections that are there stay.
 */
@Singleton
public class DatabaseCredentials implements CredentialsProvider {

    /** What the two clients ask for; there is nothing else. */
    public static final String NAME = "onstage";

    private static final String USER = "quarkus.datasource.username";
    private static final String PASSWORD = "quarkus.datasource.password";

    private final CurrentSecrets secrets;

    DatabaseCredentials(CurrentSecrets secrets) {
        this.secrets = secrets;
    }

    /** The user and, where none is needed, an empty password. Waits for nothing. */
    @Override
    public Uni<Map<String, String>> getCredentialsAsync(String name) {
        return Uni.createFrom().item(() -> credentials(secrets.atThisMoment()));
    }

    private static Map<String, String> credentials(Function<String, Optional<String>> moment) {
        String user =
                moment.apply(USER).orElseThrow(() -> new IllegalStateException("The setting " + USER + " is missing."));
        return Map.of(
                USER_PROPERTY_NAME,
                user,
                PASSWORD_PROPERTY_NAME,
                moment.apply(PASSWORD).orElse(""));
    }

    /** How the next connection is made, for a pool that a service builds itself. */
    public Supplier<Future<SqlConnectOptions>> connectingTo(List<PgConnectOptions> servers) {
        return new ConnectOptionsSupplier<>(this, NAME, List.<SqlConnectOptions>copyOf(servers), PgConnectOptions::new);
    }

    /** Makes the pool on the main thread: that waits for the credentials, and whoever used it first may be on an event loop. */
    void makePool(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
            InjectableInstance<Pool> pool) {
        if (pool.isResolvable() && pool.getHandle().getBean().isActive()) {
            ClientProxy.unwrap(pool.get());
        }
    }
}
