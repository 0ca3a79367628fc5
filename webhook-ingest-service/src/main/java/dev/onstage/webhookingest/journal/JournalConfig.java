package dev.onstage.webhookingest.journal;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the journal keeps, and for how long. */
@ConfigMapping(prefix = "onstage.journal")
public interface JournalConfig {
    /** Whether this instance consumes deliveries into the journal; the channel's own setting refers to this one. */
    @WithDefault("true")
    boolean enabled();

    /** How long deliveries are kept after their receipt; whole partitions are dropped. */
    @WithDefault("7d")
    Duration retention();

    /** Bytes of the whole journal in the database, indexes included: beyond it the oldest partitions go early. */
    @WithDefault("2G")
    MemorySize maxBytes();

    /** Records older than this are stored without the bodies of presence and chat, so that the consumer catches up. */
    @WithDefault("60s")
    Duration bodiesUntilLag();

    /** How long it is kept who looked at bodies and who replayed. */
    @WithDefault("365d")
    Duration auditRetention();

    /** How long one instance looks after the partitions before another may. */
    @WithDefault("30s")
    Duration upkeepLease();
}
