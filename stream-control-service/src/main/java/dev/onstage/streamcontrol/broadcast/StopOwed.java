package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The provider still has to be told, or to confirm, that the call is back in backstage.
 *
 * @param since when the debt arose
 * @param attempts how often the provider was told
 * @param lastError why the last attempt failed, null before the first failure
 */
public record StopOwed(
        Instant since, int attempts, @Nullable String lastError) {

    StopOwed attempted() {
        return new StopOwed(since, attempts + 1, lastError);
    }

    StopOwed failed(String error) {
        return new StopOwed(since, attempts, error);
    }
}
