package dev.onstage.localstack.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often each kind was sent, and what came back. Thread-safe. */
final class AttackTally {

    private static final int EXAMPLES = 20;

    private final Map<String, Map<Integer, Integer>> statuses = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int wrongCount;

    synchronized void add(String name, Answer answer, boolean right) {
        statuses.computeIfAbsent(name, none -> new TreeMap<>()).merge(answer.status(), 1, Integer::sum);
        if (!right) {
            wrongCount++;
            if (wrong.size() < EXAMPLES) {
                wrong.add(name + " was answered " + label(answer.status()));
            }
        }
    }

    /** How many were sent. */
    synchronized int count() {
        return statuses.values().stream()
                .flatMap(byStatus -> byStatus.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** How many were answered as none may be. */
    synchronized int wrongCount() {
        return wrongCount;
    }

    /** Some of them, in words. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** A line for each kind. */
    synchronized List<String> lines() {
        return statuses.entrySet().stream()
                .map(entry -> {
                    var said = new ArrayList<String>();
                    entry.getValue().forEach((status, count) -> said.add(count + " × " + label(status)));
                    int sum = entry.getValue().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum();
                    return "%-44s %7d  %s".formatted(entry.getKey(), sum, String.join(", ", said));
                })
                .toList();
    }

    private static String label(int status) {
        return status > 0 ? Integer.toString(status) : status == 0 ? "hung up" : "silence";
    }
}
