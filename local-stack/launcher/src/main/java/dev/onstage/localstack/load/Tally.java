package dev.onstage.localstack.load;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts answers and how long they took. Written by the generator's thread, read when the load has ended. */
public final class Tally implements Outcomes {

    private static final int DIGITS = 3;
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(5);

    private final Histogram micros = new Histogram(HIGHEST_MICROS, DIGITS);
    private final Map<String, Integer> errors = new TreeMap<>();
    private long firstNanos;
    private long lastNanos;
    private int accepted;

    @Override
    public void answered(int number, int status, long nanos) {
        lastNanos = System.nanoTime();
        if (firstNanos == 0) {
            firstNanos = lastNanos - nanos;
        }
        if (status / 100 == 2) {
            accepted++;
            micros.recordValue(Math.min(HIGHEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
        } else {
            errors.merge(Integer.toString(status), 1, Integer::sum);
        }
    }

    @Override
    public void broken(int number, Broken how) {
        errors.merge(how.name().toLowerCase(Locale.ROOT).replace('_', ' '), 1, Integer::sum);
    }

    /** Requests answered 2xx. */
    public int accepted() {
        return accepted;
    }

    /** Requests answered 2xx per second, from the first request to the last answer. */
    public double perSecond() {
        return lastNanos == firstNanos ? 0 : accepted * 1e9 / (lastNanos - firstNanos);
    }

    /** The time in milliseconds that this share (0 to 1) of the accepted requests did not exceed. */
    public double millis(double share) {
        return micros.getValueAtPercentile(share * 100) / 1000.0;
    }

    /** Everything but 2xx: how many by status, or by what became of the connection. */
    public Map<String, Integer> errors() {
        return Map.copyOf(errors);
    }
}
