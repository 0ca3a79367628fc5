package dev.onstage.support.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Min;
import java.util.Map;

/** How often one account may give a command, by the name of its {@link CommandLimit}. */
@ConfigMapping(prefix = "onstage.command-limits")
public interface CommandLimitConfig {
    /** The limits; commands that are not named have the defaults. */
    @WithParentName
    @WithDefaults
    Map<String, Limit> limits();

    /** One limit. */
    interface Limit {
        /** So many at once, after a rest. */
        @WithDefault("20")
        @Min(1) int burst();

        /** So many a minute in the long run. */
        @WithDefault("30")
        @Min(1) int perMinute();
    }
}
