package dev.onstage.notifier.delivery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers that a receiver chose, as labels of a metric: the first so many different ones as they are, all others as {@code
 * other}. Thread-safe; a few more than allowed may get through at the same moment.
 */
final class BoundedLabels {
    private static final String OTHER = "other";

    private final int most;
    private final Set<Integer> seen = ConcurrentHashMap.newKeySet();

    BoundedLabels(int most) {
        this.most = most;
    }

    String label(int number) {
        if (seen.contains(number) || (seen.size() < most && seen.add(number))) {
            return Integer.toString(number);
        }
        return OTHER;
    }
}
