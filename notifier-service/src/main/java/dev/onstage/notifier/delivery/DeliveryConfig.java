package dev.onstage.notifier.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How deliveries are worked off. */
@ConfigMapping(prefix = "onstage.delivery")
public interface DeliveryConfig {
    /**
     * How long a worker may take for one call; a row still SENDING after that is of unknown outcome. The notifier does not start
     * with one that is not longer than a call of any kind may take.
     */
    @WithDefault("30s")
    Duration lease();

    /** Calls in flight per instance and kind of destination. */
    @WithDefault("16")
    @Min(1) int concurrency();

    /** Tries of one call before it is given up; waiting because of a limit is not a try. */
    @WithDefault("8")
    @Min(1) int maxTries();

    /** Delay after the first failed try; it triples with each, half of it at random. */
    @WithDefault("2s")
    Duration firstRetryAfter();

    /** The longest delay between two tries. */
    @WithDefault("20m")
    Duration longestRetryAfter();

    /** How long a message is left as it is before it is edited again. */
    @WithDefault("5s")
    Duration editPause();

    /** How long the history of a session is kept after its start. */
    @WithDefault("90d")
    Duration retention();
}
