package dev.onstage.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says in sentences where the topics of a Kafka are not as declared. */
final class TopicDifferences {

    /** Of these more is as good. */
    private static final Set<String> AT_LEAST = Set.of("max.message.bytes", "min.insync.replicas");

    /** Of these too, and {@value #WITHOUT_BOUND} is the most. */
    private static final Set<String> BOUNDS = Set.of("retention.ms", "retention.bytes");

    private static final long WITHOUT_BOUND = -1;

    private TopicDifferences() {}

    /**
     * A topic as Kafka has it.
     *
     * @param replicas of the partition that has the fewest
     */
    record Found(int partitions, int replicas, Map<String, String> configuration) {}

    /**
     * What would lose events, stop the services or keep them from scaling. A topic that keeps more or takes more than declared is
     * no difference.
     *
     * @param found by name
     */
    static List<String> between(List<DeclaredTopic> declared, Map<String, Found> found, int replicas) {
        List<String> differences = new ArrayList<>();
        for (DeclaredTopic topic : declared) {
            Found actual = found.get(topic.name());
            if (actual == null) {
                differences.add(topic.name() + " is missing.");
            } else {
                compare(topic, actual, replicas, differences);
            }
        }
        return differences;
    }

    private static void compare(DeclaredTopic topic, Found actual, int replicas, List<String> differences) {
        if (actual.partitions() < topic.partitions()) {
            differences.add(topic.name() + " has " + counted(actual.partitions(), "partition") + " instead of "
                    + topic.partitions() + ": no more copies of a service than that can read it at once.");
        }
        if (actual.replicas() < replicas) {
            differences.add(topic.name() + " has " + counted(actual.replicas(), "replica") + " instead of " + replicas
                    + ": what is on a broker that is lost would be lost.");
        }
        topic.configuration().forEach((name, value) -> {
            String other = actual.configuration().get(name);
            if (!isEnough(name, value, other)) {
                differences.add(topic.name() + " has " + name + "=" + other + " instead of " + value + ".");
            }
        });
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static boolean isEnough(String name, String declared, @Nullable String actual) {
        if (declared.equals(actual)) {
            return true;
        }
        if (actual == null) {
            return false;
        }
        if (AT_LEAST.contains(name)) {
            return Long.parseLong(actual) >= Long.parseLong(declared);
        }
        return BOUNDS.contains(name) && bound(actual) >= bound(declared);
    }

    private static long bound(String value) {
        long bound = Long.parseLong(value);
        return bound == WITHOUT_BOUND ? Long.MAX_VALUE : bound;
    }
}
