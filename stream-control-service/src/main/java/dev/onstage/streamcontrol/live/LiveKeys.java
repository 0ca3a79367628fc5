package dev.onstage.streamcontrol.live;

import dev.onstage.streamcontrol.broadcast.OnAir;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Redis keys of this feature. All of it can be lost at any time: the truth is in PostgreSQL. Every answer comes within
 * {@code onstage.live.redis-timeout}, or Redis counts as gone.
 *
 * <ul>
 *   <li>{@code live:<channelId>}, a hash: {@code epoch}, {@code seq}, {@code state}, {@code title}, and while live
 *       {@code sessionId} and {@code startedAt} (ISO-8601). Written by stream-control only, and only forward. No expiry:
 *       one small hash per channel, written again by the sweep when it is missing.
 *   <li>{@code analytics:<sessionId>:viewers}, a hash with {@code count}: read only, analytics owns it.
 *   <li>Channel {@code live-hints}: the id of a channel whose hash was just written.
 * </ul>
 */
@ApplicationScoped
class LiveKeys {

    static final String HINTS = "live-hints";

    /** Replies 1 when written. Equal is not greater, so the sweep publishes no hint when nothing is new. */
    private static final String WRITE_IF_NEWER = """
            local epoch = tonumber(redis.call('HGET', KEYS[1], 'epoch') or '-1')
            local seq = tonumber(redis.call('HGET', KEYS[1], 'seq') or '-1')
            local newEpoch = tonumber(ARGV[2])
            local newSeq = tonumber(ARGV[3])
            if newEpoch < epoch or (newEpoch == epoch and newSeq <= seq) then
              return 0
            end
            redis.call('DEL', KEYS[1])
            redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'seq', ARGV[3], 'state', ARGV[4], 'title', ARGV[5])
            if ARGV[6] ~= '' then
              redis.call('HSET', KEYS[1], 'sessionId', ARGV[6], 'startedAt', ARGV[7])
            end
            redis.call('PUBLISH', '%s', ARGV[1])
            return 1
            """.formatted(HINTS);

    private final ReactiveRedisDataSource redis;
    private final Duration patience;

    LiveKeys(ReactiveRedisDataSource redis, LiveConfig config) {
        this.redis = redis;
        this.patience = config.redisTimeout();
    }

    /** Redis does not answer, or refuses to work. */
    static final class RedisGoneException extends RuntimeException {
        RedisGoneException(Throwable cause) {
            super(cause.toString(), cause);
        }
    }

    /** A state as the key holds it. */
    record Stored(LiveState state, Version version) {}

    /** Writes a state unless a newer one is there; true when it was written. */
    Uni<Boolean> write(OnAir state) {
        return execute(
                        "EVAL",
                        WRITE_IF_NEWER,
                        "1",
                        key(state.channelId()),
                        state.channelId(),
                        Long.toString(state.epoch()),
                        Long.toString(state.seq()),
                        state.state().name(),
                        state.title(),
                        Objects.toString(state.sessionId(), ""),
                        Objects.toString(state.startedAt(), ""))
                .map(reply -> reply != null && reply.toInteger() == 1);
    }

    /** The state with its viewers, empty when the key is missing. */
    Uni<Optional<Stored>> read(String channelId) {
        return execute("HGETALL", key(channelId))
                .map(LiveKeys::toMap)
                .chain(hash -> hash.containsKey("epoch")
                        ? viewers(hash.get("sessionId")).map(viewers -> Optional.of(toStored(channelId, hash, viewers)))
                        : Uni.createFrom().item(Optional.empty()));
    }

    /** How many watch a session, 0 when nobody has counted. */
    Uni<Long> viewers(@Nullable String sessionId) {
        if (sessionId == null) {
            return Uni.createFrom().item(0L);
        }
        return execute("HGET", "analytics:" + sessionId + ":viewers", "count")
                .map(count -> count == null ? 0L : count.toLong());
    }

    /** Ids of channels that were just written, by any replica. Ends or fails when the connection does. */
    Multi<String> hints() {
        return redis.pubsub(String.class).subscribe(HINTS);
    }

    private Uni<@Nullable Response> execute(String command, String... arguments) {
        return redis.execute(command, arguments)
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure(failure -> !isAboutTheKey(failure))
                .transform(RedisGoneException::new);
    }

    /** Somebody else's value under the key: Redis itself works. */
    private static boolean isAboutTheKey(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith("WRONGTYPE");
    }

    private static String key(String channelId) {
        return "live:" + channelId;
    }

    private static Stored toStored(String channelId, Map<String, String> hash, long viewers) {
        Version version = new Version(
                Long.parseLong(hash.getOrDefault("epoch", "0")), Long.parseLong(hash.getOrDefault("seq", "0")));
        return new Stored(toState(channelId, hash, viewers), version);
    }

    private static LiveState toState(String channelId, Map<String, String> hash, long viewers) {
        String sessionId = hash.get("sessionId");
        String startedAt = hash.get("startedAt");
        return new LiveState(
                channelId,
                sessionId != null,
                startedAt == null ? null : Instant.parse(startedAt),
                hash.getOrDefault("title", ""),
                viewers,
                sessionId);
    }

    private static Map<String, String> toMap(@Nullable Response reply) {
        Map<String, String> hash = new HashMap<>();
        if (reply != null) {
            for (String field : reply.getKeys()) {
                hash.put(field, reply.get(field).toString());
            }
        }
        return hash;
    }
}
