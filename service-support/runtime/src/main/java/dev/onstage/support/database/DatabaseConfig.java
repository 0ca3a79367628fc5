package dev.onstage.support.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What bounds the wait for PostgreSQL. */
@ConfigMapping(prefix = "onstage.database")
public interface DatabaseConfig {

    /**
     * How long PostgreSQL may say nothing to what it was asked, or to somebody who connects, before the connection is closed. A
     * statement that takes longer than this never succeeds.
     */
    @WithDefault("30s")
    Duration answerWithin();

    /** How many may wait for a connection of this copy. */
    @WithDefault("1000")
    int maxWaiting();
}
