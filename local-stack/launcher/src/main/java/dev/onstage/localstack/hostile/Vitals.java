package dev.onstage.localstack.hostile;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a service is.
 *
 * @param heapBytes what is left on its heap after a collection
 * @param places by the name of the metric: what is taken by requests that are under way
 */
public record Vitals(String service, long heapBytes, Map<String, Long> places) {

    /** Counters of what is under way: when nobody asks for anything they are where they were. */
    private static final List<String> PLACES =
            List.of("webhook_in_flight", "webhook_in_flight_bytes", "event_streams_open");

    private static final String HEAP = "jvm_memory_used_bytes";
    private static final Pattern LINE = Pattern.compile("^([a-z_]+)(\\{[^}]*})? ([0-9.eE+-]+)$", Pattern.MULTILINE);
    /** Caches fill and code warms up, so a heap need not be smaller than it was. */
    private static final long SLACK_BYTES = 48L << 20;

    /** Copies what it is given. */
    public Vitals {
        places = Map.copyOf(places);
    }

    /** Reads what a service publishes for Prometheus. */
    public static Vitals read(String service, String metrics) {
        var places = new TreeMap<String, Long>();
        long heap = 0;
        Matcher lines = LINE.matcher(metrics);
        while (lines.find()) {
            long value = (long) Double.parseDouble(lines.group(3));
            if (PLACES.contains(lines.group(1))) {
                places.merge(lines.group(1), value, Long::sum);
            } else if (lines.group(1).equals(HEAP)
                    && String.valueOf(lines.group(2)).contains("area=\"heap\"")) {
                heap += value;
            }
        }
        return new Vitals(service, heap, places);
    }

    /** What is not where it was, in words. */
    public List<String> notBack(Vitals before) {
        Stream<String> stillTaken = places.entrySet().stream()
                .filter(entry -> entry.getValue() > before.places().getOrDefault(entry.getKey(), 0L))
                .map(entry -> "%s of %s is %d and was %d"
                        .formatted(
                                entry.getKey(),
                                service,
                                entry.getValue(),
                                before.places().getOrDefault(entry.getKey(), 0L)));
        Stream<String> grown = heapBytes > before.heapBytes() * 5 / 4 + SLACK_BYTES
                ? Stream.of("the heap of %s is %d MiB and was %d MiB"
                        .formatted(service, heapBytes >> 20, before.heapBytes() >> 20))
                : Stream.empty();
        return Stream.concat(stillTaken, grown).toList();
    }
}
