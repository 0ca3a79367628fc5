package dev.onstage.testing;

import dev.onstage.schemas.ServiceSchema;
import dev.onstage.servers.DatabaseSetup;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A migrated database without Quarkus, which knows how many statements it was sent. */
public final class TestDatabase implements AutoCloseable {

    private static final String PASSWORD = "test";

    private final Vertx vertx;
    private final Pool pool;
    private final AtomicInteger statements;

    private TestDatabase(Vertx vertx, Pool pool, AtomicInteger statements) {
        this.vertx = vertx;
        this.pool = pool;
        this.statements = statements;
    }

    /**
     * Creates the database of this name on the servers of this JVM, with the service's migrations and what a later version may
     * have added.
     */
    public static TestDatabase create(ServiceSchema schema, String name) {
        int port = TestStack.running().postgresPort();
        DatabaseSetup.createSchemas(port, name, PASSWORD);
        LaterSchema.migrate(port, name, schema, PASSWORD);
        AtomicInteger statements = new AtomicInteger();
        Vertx vertx = Vertx.newInstance(io.vertx.core.Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
                .withMetrics(any -> counting(statements))
                .build());
        PgConnectOptions server = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setDatabase(name)
                .setUser(schema.schemaName())
                .setPassword(PASSWORD)
                .setProperties(Map.of("search_path", schema.schemaName()));
        Pool pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(server)
                .using(vertx.getDelegate())
                .build());
        return new TestDatabase(vertx, pool, statements);
    }

    private static VertxMetrics counting(AtomicInteger statements) {
        return new VertxMetrics() {
            @Override
            public ClientMetrics<?, ?, ?, ?> createClientMetrics(
                    SocketAddress remoteAddress, String type, String namespace) {
                return new ClientMetrics<Object, Object, Object, Object>() {
                    @Override
                    public Object requestBegin(String uri, Object request) {
                        return statements.incrementAndGet();
                    }
                };
            }
        };
    }

    public Pool pool() {
        return pool;
    }

    /** Statements sent so far, BEGIN and COMMIT left out. */
    public int statements() {
        return statements.get();
    }

    @Override
    public void close() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
    }
}
