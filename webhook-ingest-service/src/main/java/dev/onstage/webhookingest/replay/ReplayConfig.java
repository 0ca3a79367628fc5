package dev.onstage.webhookingest.replay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much a person may replay at once. */
@ConfigMapping(prefix = "onstage.replay")
public interface ReplayConfig {
    /** Deliveries per request; the answer says how to go on. */
    @WithDefault("1000")
    int maxDeliveries();

    /** Deliveries per second, so that a replay never crowds out what is received. */
    @WithDefault("500")
    int deliveriesPerSecond();

    /** A request answers after about this, with how to go on; see {@link ReplayTime}. */
    @WithDefault("8s")
    Duration maxDuration();

    /** Deliveries counted by a dry run; beyond it the answer says that there are more. */
    @WithDefault("20000")
    int maxCounted();
}
