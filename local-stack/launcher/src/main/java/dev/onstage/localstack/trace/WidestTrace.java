package dev.onstage.localstack.trace;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The trace that tells most: of those that went through the most services the one with the most kinds of steps. */
public final class WidestTrace {

    private static final Comparator<List<CollectedSpan>> WIDTH =
            Comparator.comparingLong(WidestTrace::services).thenComparingLong(WidestTrace::kinds);

    private WidestTrace() {}

    /**
     * Its id; of two that are as wide the later one.
     *
     * @param traces in the order of their begin
     */
    public static Optional<String> of(Map<String, List<CollectedSpan>> traces) {
        return traces.entrySet().stream()
                .reduce((widest, next) -> WIDTH.compare(widest.getValue(), next.getValue()) > 0 ? widest : next)
                .map(Map.Entry::getKey);
    }

    /** In how many services something was done. */
    public static long services(List<CollectedSpan> spans) {
        return spans.stream().map(CollectedSpan::service).distinct().count();
    }

    private static long kinds(List<CollectedSpan> spans) {
        return spans.stream().map(CollectedSpan::title).distinct().count();
    }
}
