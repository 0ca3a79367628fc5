package dev.onstage.localstack.rolling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of one step that was not orderly.
 *
 * @param what was killed, or restarted
 * @param failed how many requests, by whose they were
 * @param healed how long the last of them and the last reader without a stream came after the moment from which it counts
 * @param change how long a new title took to reach every reader then
 */
public record Healing(String what, Map<String, Integer> failed, Duration healed, Duration change) {

    /** Copies what it is given. */
    public Healing {
        failed = Map.copyOf(failed);
    }

    /**
     * Judged by what was noticed.
     *
     * @param from when there was enough again to answer everything
     * @param mishaps everything that was noticed since the step began
     * @param readersBack when the last reader came back
     */
    public static Healing of(String what, Instant from, List<Mishap> mishaps, Instant readersBack, Duration change) {
        var failed = new TreeMap<String, Integer>();
        mishaps.forEach(mishap -> failed.merge(mishap.who(), 1, Integer::sum));
        Instant last =
                mishaps.stream().map(Mishap::at).reduce(readersBack, (one, other) -> one.isAfter(other) ? one : other);
        return new Healing(what, failed, last.isBefore(from) ? Duration.ZERO : Duration.between(from, last), change);
    }
}
