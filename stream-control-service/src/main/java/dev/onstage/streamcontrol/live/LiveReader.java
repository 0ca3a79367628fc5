package dev.onstage.streamcontrol.live;

import dev.onstage.streamcontrol.broadcast.BroadcastQuery;
import dev.onstage.streamcontrol.broadcast.OnAir;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads a channel's state from Redis, else from PostgreSQL. */
@ApplicationScoped
class LiveReader {

    private static final Logger LOG = Logger.getLogger(LiveReader.class);

    private final LiveKeys keys;
    private final BroadcastQuery broadcasts;
    private final LiveConfig config;
    private volatile Instant redisPausedUntil = Instant.EPOCH;

    LiveReader(LiveKeys keys, BroadcastQuery broadcasts, LiveConfig config) {
        this.keys = keys;
        this.broadcasts = broadcasts;
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
        if (Instant.now().isBefore(redisPausedUntil)) {
            return readTruth(channelId, config.fallbackReread());
        }
        return keys.read(channelId)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom()
                                .item(new Reading(
                                        Optional.of(found.get().state()),
                                        found.get().version(),
                                        config.reread()))
                        : readTruth(channelId))
                .onFailure(this::isRedisGone)
                .recoverWithUni(() -> readTruth(channelId, config.fallbackReread()));
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
        return readTruth(channelId, config.reread());
    }

    private Uni<Reading> readTruth(String channelId, Duration goodFor) {
        return broadcasts
                .find(channelId)
                .chain(found -> found.map(this::withViewers)
                        .orElseGet(() -> Uni.createFrom().item(new Reading(Optional.empty(), Version.NONE, goodFor))))
                .map(reading -> new Reading(reading.state(), reading.version(), goodFor));
    }

    private Uni<Long> viewers(OnAir state) {
        if (!state.isLive() || Instant.now().isBefore(redisPausedUntil)) {
            return Uni.createFrom().item(0L);
        }
        return keys.viewers(sessionId(state)).onFailure(this::isRedisGone).recoverWithItem(0L);
    }

    private static @Nullable String sessionId(OnAir state) {
        return state.sessionId() == null ? null : state.sessionId().toString();
    }

    private boolean isRedisGone(Throwable failure) {
        Instant now = Instant.now();
        if (redisPausedUntil.isBefore(now)) {
            LOG.warnf("Redis does not answer, live states come from PostgreSQL: %s", failure.toString());
        }
        redisPausedUntil = now.plus(config.redisPause());
        return true;
    }
}
