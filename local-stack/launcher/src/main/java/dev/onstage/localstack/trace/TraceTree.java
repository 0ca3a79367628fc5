package dev.onstage.localstack.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The steps of one trace as a tree, what began first on top. */
public final class TraceTree {

    private static final int BAR = 40;
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<CollectedSpan> tops = new ArrayList<>();
    private final Map<String, List<CollectedSpan>> children = new HashMap<>();

    private TraceTree() {}

    /** Of the steps of one trace. A step whose parent was not exported stands on top. */
    public static TraceTree of(Collection<CollectedSpan> spans) {
        var tree = new TraceTree();
        List<String> known = spans.stream().map(CollectedSpan::spanId).toList();
        spans.stream()
                .sorted(Comparator.comparingLong(CollectedSpan::startNanos))
                .forEach(span -> {
                    if (known.contains(span.parentId())) {
                        tree.children
                                .computeIfAbsent(span.parentId(), id -> new ArrayList<>())
                                .add(span);
                    } else {
                        tree.tops.add(span);
                    }
                });
        return tree;
    }

    /** Service and name of each step, two blanks deeper than its parent; no times. */
    public List<String> outline() {
        List<String> lines = new ArrayList<>();
        walk((depth, span) -> lines.add("  ".repeat(depth) + span.title()));
        return lines;
    }

    /** The same with a bar for the time of each step, when it began after the first one, and how long it took. */
    public String drawing() {
        List<CollectedSpan> spans = new ArrayList<>();
        List<String> outline = outline();
        walk((depth, span) -> spans.add(span));
        if (spans.isEmpty()) {
            return "";
        }
        long begin = spans.stream().mapToLong(CollectedSpan::startNanos).min().orElseThrow();
        long end = spans.stream().mapToLong(CollectedSpan::endNanos).max().orElseThrow();
        int width = outline.stream().mapToInt(String::length).max().orElseThrow();
        var text = new StringBuilder();
        text.append("trace %s, %.1f ms%n%n".formatted(spans.get(0).traceId(), (end - begin) / NANOS_PER_MILLI));
        for (int i = 0; i < spans.size(); i++) {
            CollectedSpan span = spans.get(i);
            text.append(outline.get(i))
                    .append(" ".repeat(width - outline.get(i).length()))
                    .append(line(span, begin, end));
        }
        return text.toString();
    }

    private static String line(CollectedSpan span, long begin, long end) {
        int from = column(span.startNanos(), begin, end);
        int to = Math.max(from + 1, column(span.endNanos(), begin, end));
        String bar = " ".repeat(from) + "=".repeat(to - from) + " ".repeat(BAR - Math.min(BAR, to));
        return "  |%s| +%.1f ms, %.1f ms%s%n"
                .formatted(
                        bar,
                        (span.startNanos() - begin) / NANOS_PER_MILLI,
                        (span.endNanos() - span.startNanos()) / NANOS_PER_MILLI,
                        span.failed() ? ", failed" : "");
    }

    /** From 0 to one less than the width of the bars, so that a step without length is seen too. */
    private static int column(long nanos, long begin, long end) {
        return end == begin ? 0 : Math.toIntExact((nanos - begin) * (BAR - 1) / (end - begin));
    }

    private void walk(BiConsumer<Integer, CollectedSpan> visitor) {
        tops.forEach(top -> walk(0, top, visitor));
    }

    private void walk(int depth, CollectedSpan span, BiConsumer<Integer, CollectedSpan> visitor) {
        visitor.accept(depth, span);
        children.getOrDefault(span.spanId(), List.of()).forEach(child -> walk(depth + 1, child, visitor));
    }
}
