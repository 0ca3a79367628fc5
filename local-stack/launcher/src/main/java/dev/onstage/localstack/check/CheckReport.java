package dev.onstage.localstack.check;

import java.util.List;
import java.util.function.Function;

/** What was tried, as a table. */
public record CheckReport(List<Fact> facts) {

    private static final int WIDEST = 60;

    /** Whether everything was as expected. */
    public boolean holds() {
        return facts.stream().allMatch(Fact::holds);
    }

    @Override
    public String toString() {
        int what = width("fact", Fact::what);
        int expected = width("expected", Fact::expected);
        String line = "%-5s %-" + what + "s  %-" + expected + "s  %s%n";
        StringBuilder table = new StringBuilder(line.formatted("", "fact", "expected", "seen"));
        for (Fact fact : facts) {
            table.append(line.formatted(fact.holds() ? "ok" : "WRONG", fact.what(), fact.expected(), fact.seen()));
        }
        long wrong = facts.stream().filter(fact -> !fact.holds()).count();
        return table.append(
                        wrong == 0
                                ? "All %d facts are as Onstage expects them.%n".formatted(facts.size())
                                : "%d of %d facts are not as Onstage expects them.%n".formatted(wrong, facts.size()))
                .toString();
    }

    private int width(String title, Function<Fact, String> column) {
        int widest = facts.stream()
                .map(column)
                .mapToInt(String::length)
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
        return Math.max(title.length(), widest);
    }
}
