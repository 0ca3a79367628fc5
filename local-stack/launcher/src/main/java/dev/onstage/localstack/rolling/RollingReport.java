package dev.onstage.localstack.rolling;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What people and programs noticed.
 *
 * @param parts in the order in which they were done
 */
public record RollingReport(List<RollingPart> parts) {

    /** Copies what it is given. */
    public RollingReport {
        parts = List.copyOf(parts);
    }

    /** Everything that is not as promised, in words. */
    public List<String> broken() {
        return parts.stream().flatMap(part -> part.broken().stream()).toList();
    }

    /** For a terminal. */
    public String text() {
        var text = new StringBuilder();
        parts.forEach(part -> add(text, part));
        List<String> broken = broken();
        if (broken.isEmpty()) {
            text.append(String.format("%nEverything is as promised.%n"));
        } else {
            text.append(String.format("%nNOT AS PROMISED:%n"));
            broken.forEach(line -> text.append(String.format("  %s%n", line)));
        }
        return text.toString();
    }

    private static void add(StringBuilder text, RollingPart part) {
        RollingPart.Traffic traffic = part.traffic();
        text.append(String.format(
                Locale.ROOT,
                "%n%s: %d, under %d requests, %d deliveries and %d broadcasts. %d requests failed.%n"
                        + "  Readers came back %d times, after %.1f s at most. A new title reached all of them within %.1f s.%n",
                capital(part.kind().label()),
                part.restarts(),
                traffic.answers(),
                traffic.deliveries(),
                traffic.broadcasts(),
                part.mishaps().size(),
                part.comebacks().count(),
                seconds(part.comebacks().longest().gap()),
                seconds(part.longestChange())));
        if (part.comebacks().count() > 0) {
            text.append(String.format(
                    Locale.ROOT, "  The longest: %s.%n", part.comebacks().longest()));
        }
        if (part.kind() == RollingPart.Kind.ORDERLY) {
            text.append(String.format(
                    Locale.ROOT,
                    "  The slowest copy took %.1f s to end.%n",
                    seconds(part.stops().longest())));
        }
        byWhat(part.healings()).forEach((what, healings) -> text.append(line(what, healings)));
    }

    private static Map<String, List<Healing>> byWhat(List<Healing> healings) {
        return healings.stream().collect(Collectors.groupingBy(Healing::what, LinkedHashMap::new, Collectors.toList()));
    }

    private static String line(String what, List<Healing> healings) {
        var failed = new TreeMap<String, Integer>();
        healings.forEach(healing -> healing.failed().forEach((who, count) -> failed.merge(who, count, Integer::sum)));
        String who = failed.isEmpty()
                ? "nothing failed"
                : "failed: "
                        + failed.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey())
                                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "  %-32s %3d ×, healed after %4.1f s, a new title after %4.1f s at most; %s%n",
                what,
                healings.size(),
                seconds(longest(healings, Healing::healed)),
                seconds(longest(healings, Healing::change)),
                who);
    }

    private static Duration longest(List<Healing> healings, Function<Healing, Duration> time) {
        return healings.stream().map(time).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
