package dev.onstage.localstack.rolling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of one part of the run, which had a crowd, broadcasts and posts of its own.
 *
 * @param kind which one
 * @param traffic what people and programs did meanwhile
 * @param restarts of single copies or servers
 * @param stops how the copies ended that were told to
 * @param mishaps everything that failed
 * @param comebacks of readers of the event stream
 * @param longestChange how long a new title took at most to reach every reader
 * @param healings what each step did that was not orderly
 * @param differences everything about deliveries, sessions and posts that is lost, there twice or wrong
 */
public record RollingPart(
        Kind kind,
        Traffic traffic,
        int restarts,
        Stops stops,
        List<Mishap> mishaps,
        Comebacks comebacks,
        Duration longestChange,
        List<Healing> healings,
        List<String> differences) {

    /** How long a reader may be without its stream, and a change on its way, while copies are restarted in an orderly way. */
    static final Duration GAP = Duration.ofSeconds(5);

    /** How long a copy may take to end. */
    static final Duration STOP = Duration.ofSeconds(30);

    static final Duration HEALED_WITHIN = Duration.ofSeconds(15);
    private static final int MOST_FAILURES = 20;

    /** Copies what it is given. */
    public RollingPart {
        mishaps = List.copyOf(mishaps);
        healings = List.copyOf(healings);
        differences = List.copyOf(differences);
    }

    /** What is done to the services. */
    public enum Kind {
        /** SIGTERM: nobody may notice. */
        ORDERLY("orderly restarts"),
        /** SIGKILL: what fails is named, and healed soon. */
        KILLS("kills"),
        /** PostgreSQL, Redis and Kafka go and come back: the same. */
        SERVERS("restarts of servers");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * What was done, of which there must be some.
     *
     * @param answers to requests of people
     * @param deliveries that were sent
     * @param broadcasts that were begun and ended
     */
    public record Traffic(long answers, int deliveries, int broadcasts) {}

    /**
     * How copies ended that were told to.
     *
     * @param longest how long one took
     * @param killed those that had to be killed in the end
     */
    public record Stops(Duration longest, List<String> killed) {

        /** Copies what it is given. */
        public Stops {
            killed = List.copyOf(killed);
        }
    }

    /** What failed, whose it was and how often, the most frequent first. */
    public List<String> failures() {
        Map<String, Long> times =
                mishaps.stream().collect(Collectors.groupingBy(Mishap::toString, TreeMap::new, Collectors.counting()));
        return times.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_FAILURES)
                .map(failure -> failure.getValue() + " × " + failure.getKey())
                .toList();
    }

    /** Everything that is not as promised, in words. */
    public List<String> broken() {
        var broken = new ArrayList<String>();
        if (traffic.answers() == 0 || traffic.deliveries() == 0 || traffic.broadcasts() == 0) {
            broken.add("nobody asked, delivered or went live meanwhile");
        }
        if (kind == Kind.ORDERLY) {
            orderly(broken);
        } else {
            healed(broken);
        }
        broken.addAll(differences);
        return broken.stream().map(line -> kind.label() + ": " + line).toList();
    }

    private void orderly(List<String> broken) {
        if (restarts == 0 || comebacks.count() == 0) {
            broken.add("no copy with a reader was restarted");
        }
        if (!mishaps.isEmpty()) {
            broken.add(mishaps.size() + " requests failed");
            broken.addAll(failures());
        }
        if (comebacks.late() > 0) {
            Comeback longest = comebacks.longest();
            broken.add("%d times a reader was without its stream for more than %d ms, once for %d ms: %s"
                    .formatted(comebacks.late(), GAP.toMillis(), longest.gap().toMillis(), longest));
        }
        if (longestChange.compareTo(GAP) > 0) {
            broken.add("a new title took " + longestChange.toMillis() + " ms to reach every reader");
        }
        if (stops.longest().compareTo(STOP) > 0) {
            broken.add("a copy took " + stops.longest().toMillis() + " ms to end");
        }
        stops.killed().forEach(name -> broken.add(name + " did not end by itself after SIGTERM and had to be killed"));
    }

    private void healed(List<String> broken) {
        if (healings.isEmpty()) {
            broken.add("nothing was killed or restarted");
        }
        for (Healing healing : healings) {
            if (healing.healed().compareTo(HEALED_WITHIN) > 0) {
                broken.add(healing.what() + ": healed only after "
                        + healing.healed().toMillis() + " ms");
            }
            if (healing.change().compareTo(HEALED_WITHIN) > 0) {
                broken.add(healing.what() + ": a new title took "
                        + healing.change().toMillis() + " ms to reach every reader");
            }
        }
    }
}
