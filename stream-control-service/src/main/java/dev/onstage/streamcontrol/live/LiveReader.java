package dev.onstage.streamcontrol.live;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onstage.streamcontrol.broadcast.BroadcastQuery;
import dev.onstage.streamcontrol.broadcast.OnAir;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a channel's state from Redis, else from PostgreSQL. Only Redis knows how many watch: while it does not answer, a session
 * keeps the number that was read last.
 */
@ApplicationScoped
class LiveReader {

    private static final Logger LOG = Logger.getLogger(LiveReader.class);
    private static final int MOST_SESSIONS = 10_000;

    private final LiveKeys keys;
    private final BroadcastQuery broadcasts;
    private final KnownChannels channels;
    private final LiveConfig config;
    private final Cache<String, Long> lastViewers =
            Caffeine.newBuilder().maximumSize(MOST_SESSIONS).build();
    private volatile Instant redisPausedUntil = Instant.EPOCH;

    LiveReader(LiveKeys keys, BroadcastQuery broadcasts, KnownChannels channels, LiveConfig config) {
        this.keys = keys;
        this.broadcasts = broadcasts;
        this.channels = channels;
        this.config = config;
    }

    /**
     * What was read, and how long it may be shown.
     *
     * @param state empty when there is no such channel
     * @param version which of the channel's states it is
     */
    record Reading(Optional<LiveState> state, Version version, Duration goodFor) {}

    /** The state as Redis has it; as PostgreSQL has it when Redis is gone or has lost it. */
    Uni<Reading> read(String channelId) {
        if (isRedisPaused()) {
            return readTruth(channelId);
        }
        return keys.read(channelId)
                .invoke(found -> found.ifPresent(stored -> remember(stored.state())))
                .map(found -> found.map(
                        stored -> new Reading(Optional.of(stored.state()), stored.version(), config.reread())))
                .onFailure()
                .invoke(this::redisFailed)
                .onFailure()
                .recoverWithItem(Optional::empty)
                .chain(found ->
                        found.map(reading -> Uni.createFrom().item(reading)).orElseGet(() -> readTruth(channelId)));
    }

    /** A committed state, with the viewers as far as Redis knows them. */
    Uni<Reading> withViewers(OnAir state) {
        return viewers(state)
                .map(count -> new LiveState(
                        state.channelId(), state.isLive(), state.startedAt(), state.title(), count, sessionId(state)))
                .map(live -> new Reading(Optional.of(live), new Version(state.epoch(), state.seq()), config.reread()));
    }

    /** The state as PostgreSQL has it. */
    Uni<Reading> readTruth(String channelId) {
        Duration goodFor = isRedisPaused() ? config.fallbackReread() : config.reread();
        return channels.mayExist(channelId)
                .chain(may ->
                        may ? broadcasts.find(channelId) : Uni.createFrom().item(Optional.<OnAir>empty()))
                .chain(found -> found.map(this::withViewers)
                        .orElseGet(() -> Uni.createFrom().item(new Reading(Optional.empty(), Version.NONE, goodFor))))
                .map(reading -> new Reading(reading.state(), reading.version(), goodFor));
    }

    private Uni<Long> viewers(OnAir state) {
        String sessionId = sessionId(state);
        if (sessionId == null || !state.isLive()) {
            return Uni.createFrom().item(0L);
        }
        if (isRedisPaused()) {
            return Uni.createFrom().item(lastViewers(sessionId));
        }
        return keys.viewers(sessionId)
                .invoke(count -> lastViewers.put(sessionId, count))
                .onFailure()
                .invoke(this::redisFailed)
                .onFailure()
                .recoverWithItem(() -> lastViewers(sessionId));
    }

    private long lastViewers(String sessionId) {
        return Objects.requireNonNullElse(lastViewers.getIfPresent(sessionId), 0L);
    }

    private void remember(LiveState state) {
        if (state.sessionId() != null) {
            lastViewers.put(state.sessionId(), state.viewers());
        }
    }

    private static @Nullable String sessionId(OnAir state) {
        return state.sessionId() == null ? null : state.sessionId().toString();
    }

    private boolean isRedisPaused() {
        return Instant.now().isBefore(redisPausedUntil);
    }

    /** Redis is left alone only when Redis itself failed, not for what one of its keys holds. */
    private void redisFailed(Throwable failure) {
        if (!(failure instanceof LiveKeys.RedisGoneException)) {
            LOG.warnf("A live state in Redis cannot be read, it comes from PostgreSQL: %s", failure.toString());
            return;
        }
        Instant now = Instant.now();
        if (redisPausedUntil.isBefore(now)) {
            LOG.warnf("Redis does not answer, live states come from PostgreSQL: %s", failure.getMessage());
        }
        redisPausedUntil = now.plus(config.redisPause());
    }
}
