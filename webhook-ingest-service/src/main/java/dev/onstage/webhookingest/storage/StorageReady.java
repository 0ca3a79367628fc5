package dev.onstage.webhookingest.storage;

import dev.onstage.support.schema.CodeTooOldException;
import dev.onstage.support.schema.SchemaReady;
import dev.onstage.support.settings.DatabaseCredentials;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.credentials.CredentialsProvider;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;

/**
 * Says when the database can be used. The schema is migrated in the background, on a worker thread, again and again until
 * it works: the service takes deliveries while PostgreSQL is away, from its very start.
 */
@ApplicationScoped
public class StorageReady implements SchemaReady {
    private static final Logger LOG = Logger.getLogger(StorageReady.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final FluentConfiguration migrations;
    private final String url;
    private final CredentialsProvider credentials;
    private final Pool pool;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile boolean stopping;

    StorageReady(
            Flyway flyway,
            Pool pool,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            CredentialsProvider credentials) {
        this.migrations = Flyway.configure().configuration(flyway.getConfiguration());
        this.url = url;
        this.credentials = credentials;
        this.pool = pool;
    }

    void tell(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("storage.ready", this, storage -> storage.isReady() ? 1 : 0)
                .description("1 once the schema is as this version needs it; until then spool and journal wait")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        Uni.createFrom()
                .item(this::migrate)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure(StorageReady::mayPass)
                .invoke(StorageReady::warn)
                .onFailure(failure -> !stopping && mayPass(failure))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(executed -> ready.complete(null), this::givenUp);
    }

    private static boolean mayPass(Throwable failure) {
        return CodeTooOldException.causeOf(failure).isEmpty();
    }

    /** Deliveries would go on, and nobody would see that spool and journal never do. */
    private void givenUp(Throwable failure) {
        CodeTooOldException.causeOf(failure)
                .ifPresentOrElse(
                        tooOld -> {
                            LOG.fatal(tooOld.getMessage());
                            Quarkus.asyncExit(CodeTooOldException.EX_CONFIG);
                        },
                        () -> LOG.debugf("The database was never reached: %s", failure.getMessage()));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Override
    public Uni<Void> whenReady() {
        return Uni.createFrom().completionStage(ready);
    }

    /** True once {@link #whenReady()} has ended. */
    public boolean isReady() {
        return ready.isDone();
    }

    /** True when the database can be used and answers now. Never fails; ends within about a second. */
    public Uni<Boolean> isReachable() {
        if (!isReady()) {
            return Uni.createFrom().item(false);
        }
        return pool.query("SELECT 1")
                .execute()
                .ifNoItem()
                .after(ANSWER_PATIENCE)
                .fail()
                .map(rows -> true)
                .onFailure()
                .recoverWithItem(false);
    }

    /** The first line says it; Flyway adds a frame of dashes and codes. */
    private static void warn(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        LOG.warnf(
                "The database cannot be used yet: %s",
                reason.lines().findFirst().orElse(reason));
    }

    /**
     * With a connection per attempt, not from the pool: a database that dies in the middle of a migration leaves the pool's
     * connection taken for ever, and with a pool this small no later attempt would get one.
     */
    private int migrate() {
        Map<String, String> login = credentials
                .getCredentialsAsync(DatabaseCredentials.NAME)
                .await()
                .indefinitely();
        migrations.dataSource(
                url,
                login.get(CredentialsProvider.USER_PROPERTY_NAME),
                login.get(CredentialsProvider.PASSWORD_PROPERTY_NAME));
        return migrations.load().migrate().migrationsExecuted;
    }
}
