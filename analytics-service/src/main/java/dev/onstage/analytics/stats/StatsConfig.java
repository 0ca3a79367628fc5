package dev.onstage.analytics.stats;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Serving the figures. */
@ConfigMapping(prefix = "onstage.stats")
public interface StatsConfig {

    /** How often live figures are read while somebody follows them. */
    @WithDefault("1s")
    Duration followEvery();
}
