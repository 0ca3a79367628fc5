package dev.onstage.streamcontrol.broadcast;

import dev.onstage.servers.DatabaseSetup;
import dev.onstage.servers.EmbeddedPostgresServer;
import dev.onstage.servers.EmbeddedRedisServer;
import dev.onstage.servers.LoopbackPorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL and a Redis that a test may stop and start, in an install that GetStream's webhooks cannot reach. A test gets
 * them as a field {@code Map<String, Runnable> servers}: classes of its own are not the ones this class is loaded with.
 */
public final class OutageResource implements QuarkusTestResourceLifecycleManager {

    private static final String DATABASE = "outage";
    private static final String PASSWORD = "test";
    private static final String ROLE = "stream_control";

    private final int postgresPort = LoopbackPorts.free();
    private final int redisPort = LoopbackPorts.free();
    private @Nullable Path directory;
    private @Nullable EmbeddedPostgresServer postgres;
    private @Nullable EmbeddedRedisServer redis;

    /** After the servers all tests share, which it replaces. */
    @Override
    public int order() {
        return 20;
    }

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("onstage-outage");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startPostgres();
        startRedis();
        DatabaseSetup.createSchemas(postgresPort, DATABASE, PASSWORD);
        String address = "postgresql://" + LoopbackPorts.HOST + ":" + postgresPort + "/" + DATABASE;
        return Map.of(
                "quarkus.datasource.reactive.url",
                "vertx-reactive:" + address,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + address + "?currentSchema=" + ROLE,
                "quarkus.redis.hosts",
                "redis://" + LoopbackPorts.HOST + ":" + redisPort,
                // Not a local stack, and no public address: nothing is registered, everything is asked for.
                "onstage.environment",
                "production",
                "onstage.account.password-memory",
                "19456",
                "onstage.account.password-passes",
                "2",
                "onstage.broadcast.reconciler.polling-pull",
                "1s");
    }

    @Override
    public void inject(TestInjector injector) {
        Map<String, Runnable> servers = Map.of(
                "start redis", this::startRedis,
                "stop redis", this::stopRedis,
                "start postgres", this::startPostgres,
                "stop postgres", this::stopPostgres);
        injector.injectIntoFields(servers, field -> field.getName().equals("servers"));
    }

    private void startPostgres() {
        postgres = EmbeddedPostgresServer.start(in("postgres"), postgresPort);
    }

    private void stopPostgres() {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }

    private void startRedis() {
        redis = EmbeddedRedisServer.start(in("redis"), redisPort);
    }

    private void stopRedis() {
        if (redis != null) {
            redis.close();
            redis = null;
        }
    }

    private Path in(String name) {
        if (directory == null) {
            throw new IllegalStateException("not started");
        }
        return directory.resolve(name);
    }

    @Override
    public void stop() {
        stopRedis();
        stopPostgres();
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
