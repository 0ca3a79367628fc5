package dev.onstage.support.servers;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Asks PostgreSQL and Redis from the start on, every five seconds, and tells when one does not answer: gauges
 * {@code database.away} and {@code redis.away}, and one line in the log for each time. Nothing is decided by it; whoever needs a
 * server finds out by itself.
 */
@ApplicationScoped
class ServersAway {

    private static final Logger LOG = Logger.getLogger(ServersAway.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Server database;
    private final Server redis;

    ServersAway(Instance<Pool> pool, Instance<ReactiveRedisDataSource> redis) {
        this.database = new Server(
                "PostgreSQL", () -> pool.get().query("SELECT 1").execute().replaceWithVoid());
        this.redis = new Server("Redis", () -> redis.get().execute("PING").replaceWithVoid());
    }

    /** One of them. */
    private static final class Server {

        private final String name;
        private final Supplier<Uni<Void>> question;
        private final AtomicBoolean away = new AtomicBoolean();

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
            if (away.compareAndSet(true, false)) {
                LOG.infof("%s answers again.", name);
            }
        }

        private void failed(Throwable failure) {
            if (away.compareAndSet(false, true)) {
                LOG.warnf("%s does not answer: %s", name, failure);
            }
        }

        private double isAway() {
            return away.get() ? 1 : 0;
        }
    }

    void tell(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("database.away", database, Server::isAway)
                .description("1 while PostgreSQL does not answer this copy")
                .register(metrics);
        Gauge.builder("redis.away", redis, Server::isAway)
                .description("1 while Redis does not answer this copy")
                .register(metrics);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> ask() {
        return Uni.join().all(database.ask(), redis.ask()).andCollectFailures().replaceWithVoid();
    }
}
