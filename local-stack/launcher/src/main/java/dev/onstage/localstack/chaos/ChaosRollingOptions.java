package dev.onstage.localstack.chaos;

import dev.onstage.localstack.rolling.RollingPart;
import java.time.Duration;
import java.util.Set;

/**
 * What {@link ChaosRolling} does.
 *
 * @param parts those of the run
 * @param rounds in each of which every copy is restarted or killed in turn, and then all at once
 * @param streams readers of the channel's event stream
 * @param rate signed deliveries per second
 * @param seed decides the crowd
 * @param patience how long the sender of deliveries waits for an answer
 */
public record ChaosRollingOptions(
        Set<RollingPart.Kind> parts, int rounds, int streams, int rate, long seed, Duration patience) {

    /** Copies what it is given. */
    public ChaosRollingOptions {
        parts = Set.copyOf(parts);
    }
}
