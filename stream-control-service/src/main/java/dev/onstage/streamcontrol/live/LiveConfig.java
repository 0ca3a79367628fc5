package dev.onstage.streamcontrol.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Serving what viewers poll. */
@ConfigMapping(prefix = "onstage.live")
public interface LiveConfig {

    /** How old an answer from Redis may be when no hint came. */
    @WithDefault("5s")
    Duration reread();

    /** How old an answer from PostgreSQL may be, while Redis is gone. */
    @WithDefault("1s")
    Duration fallbackReread();

    /** How long Redis may take. */
    @WithDefault("300ms")
    Duration redisTimeout();

    /** How long Redis is left alone after it failed. */
    @WithDefault("2s")
    Duration redisPause();
}
