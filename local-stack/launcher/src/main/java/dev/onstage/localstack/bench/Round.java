package dev.onstage.localstack.bench;

import dev.onstage.localstack.load.Tally;
import java.util.Map;

/**
 * One round of one target.
 *
 * @param perSecond deliveries accepted per second
 * @param errors everything else, by status or by what became of the connection
 */
record Round(double perSecond, double p50Millis, double p99Millis, double p999Millis, Map<String, Integer> errors) {

    static Round of(Tally tally) {
        return new Round(tally.perSecond(), tally.millis(0.5), tally.millis(0.99), tally.millis(0.999), tally.errors());
    }
}
