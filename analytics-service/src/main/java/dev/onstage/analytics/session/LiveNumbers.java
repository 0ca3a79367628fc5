package dev.onstage.analytics.session;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The current viewers of live sessions in Redis, a projection of Postgres that the live page reads.
 *
 * <p>Key {@code analytics:{sessionId}:viewers}: a hash with {@code count} and {@code version}. Written as a state with the
 * version Postgres gave it, every second while live; an older version than the stored one changes nothing, so writers may
 * overtake each other. Expires {@link AnalyticsConfig#liveNumberKept()} after the last write; a closed session keeps a 0
 * until then. Losing Redis loses nothing: the next write brings it back.
 */
@ApplicationScoped
class LiveNumbers {

    private static final Logger LOG = Logger.getLogger(LiveNumbers.class);

    /** For all numbers of a second together. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String SET_UNLESS_NEWER = """
            local stored = tonumber(redis.call('HGET', KEYS[1], 'version') or '-1')
            if stored > tonumber(ARGV[2]) then return 0 end
            redis.call('HSET', KEYS[1], 'count', ARGV[1], 'version', ARGV[2])
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            return 1""";

    /**
     * The viewers of a session.
     *
     * @param version grows with each count of the session
     */
    record LiveNumber(UUID sessionId, int viewers, long version) {}

    private final ReactiveRedisDataSource redis;
    private final AnalyticsConfig config;

    LiveNumbers(ReactiveRedisDataSource redis, AnalyticsConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** Writes the numbers; a Redis that does not answer is logged and is no failure. */
    Uni<Void> write(List<LiveNumber> numbers) {
        return Multi.createFrom()
                .iterable(numbers)
                .onItem()
                .transformToUniAndConcatenate(this::write)
                .collect()
                .last()
                .replaceWithVoid()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithUni(LiveNumbers::unavailable);
    }

    private Uni<Boolean> write(LiveNumber number) {
        return redis.execute(
                        "EVAL",
                        SET_UNLESS_NEWER,
                        "1",
                        "analytics:" + number.sessionId() + ":viewers",
                        Integer.toString(number.viewers()),
                        Long.toString(number.version()),
                        Long.toString(config.liveNumberKept().toMillis()))
                .map(response -> response.toInteger() == 1);
    }

    private static Uni<Void> unavailable(Throwable failure) {
        LOG.warnf("The live number could not be written to Redis: %s", failure.getMessage());
        return Uni.createFrom().voidItem();
    }
}
