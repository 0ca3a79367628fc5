package dev.onstage.webhookingest.receiving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How old a delivery may be: the signature has no time, so age is all there is against a replayed body. */
@ConfigMapping(prefix = "onstage.receiving")
interface ReceivingConfig {
    /** Older than this by the provider's clock: quarantined. */
    @WithDefault("10m")
    Duration maxAge();

    /** Further ahead than this: quarantined. */
    @WithDefault("2m")
    Duration maxAhead();
}
