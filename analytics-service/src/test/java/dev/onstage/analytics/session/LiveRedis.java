package dev.onstage.analytics.session;

import dev.onstage.testing.TestStack;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The Redis of this JVM, without Quarkus. */
final class LiveRedis implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis =
            Redis.createClient(vertx, "redis://127.0.0.1:" + TestStack.running().redisPort());
    private final ReactiveRedisDataSource client = new ReactiveRedisDataSourceImpl(vertx, redis, RedisAPI.api(redis));

    ReactiveRedisDataSource client() {
        return client;
    }

    /** What the live page shows; null when Redis knows nothing. */
    @Nullable Integer viewers(UUID sessionId) {
        String stored = client.hash(String.class)
                .hget("analytics:" + sessionId + ":viewers", "count")
                .await()
                .indefinitely();
        return stored == null ? null : Integer.valueOf(stored);
    }

    /** Redis has lost the number. */
    void forget(UUID sessionId) {
        client.key().del("analytics:" + sessionId + ":viewers").await().indefinitely();
    }

    @Override
    public void close() {
        redis.close();
        vertx.closeAndAwait();
    }
}
