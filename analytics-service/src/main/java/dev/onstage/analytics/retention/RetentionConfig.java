package dev.onstage.analytics.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How long each table is kept, by the time of what it holds; whole UTC days are dropped. Sessions and their figures stay
 * for ever, whatever is dropped.
 */
@ConfigMapping(prefix = "onstage.retention")
public interface RetentionConfig {

    /** Who watched when. */
    @WithDefault("90d")
    @DurationMin(days = LEAST_DAYS)
    Duration presence();

    /** Who wrote when. */
    @WithDefault("90d")
    @DurationMin(days = LEAST_DAYS)
    Duration chat();

    /** The provider's counts, which only serve to correct presence, and what they corrected. */
    @WithDefault("30d")
    @DurationMin(days = LEAST_DAYS)
    Duration counts();

    /** The viewer line of live sessions; closed ones do not need it. */
    @WithDefault("7d")
    @DurationMin(days = LEAST_DAYS)
    Duration snapshots();

    /** A session is corrected for a day after its end; what it is made of has to be there until then. */
    int LEAST_DAYS = 3;
}
