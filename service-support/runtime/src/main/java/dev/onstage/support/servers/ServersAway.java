package dev.onstage.support.servers;

import dev.onstage.support.trouble.Trouble;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks PostgreSQL, Redis and Kafka every five seconds, and tells when one does not answer: gauges {@code database.away},
 * {@code redis.away} and {@code kafka.away}, and one line in the log for each time. Nothing is decided by it; whoever needs a server
 * finds out by itself.
 */
@ApplicationScoped
class ServersAway {

    private static final Logger LOG = Logger.getLogger(ServersAway.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final DescribeClusterOptions ASKED_IN_TIME =
            new DescribeClusterOptions().timeoutMs(Math.toIntExact(PATIENCE.toMillis()));

    private final Server database;
    private final Server redis;
    private final Server kafka;
    private final Instance<Map<String, Object>> kafkaConnection;
    private @Nullable Admin admin;

    ServersAway(
            Instance<Pool> pool,
            Instance<ReactiveRedisDataSource> redis,
            @Identifier("default-kafka-broker") Instance<Map<String, Object>> kafkaConnection) {
        this.kafkaConnection = kafkaConnection;
        this.kafka = new Server("Kafka", this::askKafka);
        this.database = new Server(
                "PostgreSQL", () -> pool.get().query("SELECT 1").execute().replaceWithVoid());
        this.redis = new Server("Redis", () -> redis.get().execute("PING").replaceWithVoid());
    }

    /** One of them. */
    private static final class Server {

        private final String name;
        private final Supplier<Uni<Void>> question;
        private final Trouble trouble = new Trouble();
        private volatile boolean away;

        private Server(String name, Supplier<Uni<Void>> question) {
            this.name = name;
            this.question = question;
        }

        private Uni<Void> ask() {
            return Uni.createFrom()
                    .deferred(question::get)
                    .ifNoItem()
                    .after(PATIENCE)
                    .fail()
                    .invoke(this::answered)
                    .onFailure()
                    .invoke(this::failed)
                    .onFailure()
                    .recoverWithNull();
        }

        private void answered() {
            away = false;
            if (trouble.ends()) {
                LOG.infof("%s answers again.", name);
            }
        }

        private void failed(Throwable failure) {
            away = true;
            if (trouble.begins()) {
                LOG.warnf("%s does not answer: %s", name, failure);
            }
        }

        private double isAway() {
            return away ? 1 : 0;
        }
    }

    void tell(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("database.away", database, Server::isAway)
                .description("1 while PostgreSQL does not answer this copy")
                .register(metrics);
        Gauge.builder("redis.away", redis, Server::isAway)
                .description("1 while Redis does not answer this copy")
                .register(metrics);
        Gauge.builder("kafka.away", kafka, Server::isAway)
                .description("1 while Kafka does not answer this copy")
                .register(metrics);
    }

    /** Not at once: while a slow machine starts, what is asked takes longer. */
    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> ask() {
        return Uni.join()
                .all(database.ask(), redis.ask(), kafka.ask())
                .andCollectFailures()
                .replaceWithVoid();
    }

    private Uni<Void> askKafka() {
        // The first client is made here, and that resolves names.
        return Uni.createFrom()
                .item(this::admin)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(client -> Uni.createFrom().completionStage(() -> client.describeCluster(ASKED_IN_TIME)
                        .clusterId()
                        .toCompletionStage()
                        .handle((id, failure) -> Optional.ofNullable(failure))))
                // As an item: a failure that comes when nobody waits any more would be told in the log by itself.
                .chain(failure -> failure.map(Uni.createFrom()::<Void>failure)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private synchronized Admin admin() {
        if (admin == null) {
            Map<String, Object> settings = new HashMap<>(kafkaConnection.get());
            settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "servers-away");
            admin = Admin.create(settings);
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
