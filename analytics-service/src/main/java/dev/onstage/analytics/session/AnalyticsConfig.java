package dev.onstage.analytics.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often figures are measured and corrected. */
@ConfigMapping(prefix = "onstage.analytics")
public interface AnalyticsConfig {

    /** At most this old are the stored figures of a live session. */
    @WithDefault("5s")
    Duration stampEvery();

    /** A closed session is computed again at most once in this time, and once this time after its close. */
    @WithDefault("60s")
    Duration recomputeEvery();

    /** Events that come later than this after the end of their session are stored and change its figures no more. */
    @WithDefault("24h")
    Duration correctFor();

    /** A viewer snapshot is written at least this often while live. */
    @WithDefault("60s")
    Duration snapshotBaseline();

    /** How long the live number stays in Redis after its last write. */
    @WithDefault("10m")
    Duration liveNumberKept();
}
