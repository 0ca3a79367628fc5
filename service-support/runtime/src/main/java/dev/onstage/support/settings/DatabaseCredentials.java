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
        return Uni.createFrom().item(() -> Map.of(USER_PROPERTY_NAME, user(), PASSWORD_PROPERTY_NAME, password()));
    }

    private String user() {
        return secrets.find(USER).orElseThrow(() -> new IllegalStateException("The setting " + USER + " is missing."));
    }

    private String password() {
        return secrets.find(PASSWORD).orElse("");
    }

    /** How the next connection is made, for a pool that a service builds itself. */
    public Supplier<Future<SqlConnectOptions>> connectingTo(List<PgConnectOptions> servers) {
        return new ConnectOptionsSupplier<>(this, NAME, List.<SqlConnectOptions>copyOf(servers), PgConnectOptions::new);
    }

    /**
     * Makes the pool. The platform waits for the credentials while it does, which it must not on an event loop, and one that uses
     * the pool first would make it.
     */
    void makePool(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
            InjectableInstance<Pool> pool) {
        if (pool.isResolvable() && pool.getHandle().getBean().isActive()) {
            ClientProxy.unwrap(pool.get());
        }
    }
}
