package dev.onstage.support.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the relay works. */
@ConfigMapping(prefix = "onstage.outbox")
public interface OutboxConfig {
    /** Whether this service sends its outbox; false for a service that has none. */
    @WithDefault("true")
    boolean enabled();

    /** How often to look without being woken, also how often the lease is prolonged. */
    @WithDefault("1s")
    Duration pollInterval();

    /** How long after the death of a relay another one takes over; several poll intervals. */
    @WithDefault("5s")
    Duration leaseTtl();

    /** Rows sent before the confirmed ones are deleted. */
    @WithDefault("500")
    int batchSize();
}
