package dev.onstage.localstack.check;

import dev.onstage.localstack.check.Fact.Verdict;
import java.util.List;
import java.util.function.Function;

/** What was tried, as a table. */
public record CheckReport(List<Fact> facts) {

    private static final int WIDEST = 60;

    /** Whether everything Onstage relies on was as expected. */
    public boolean holds() {
        return count(Verdict.WRONG) == 0;
    }

    private long count(Verdict verdict) {
        return facts.stream().filter(fact -> fact.verdict() == verdict).count();
    }

    @Override
    public String toString() {
        int what = width("fact", Fact::what);
        int expected = width("expected", Fact::expected);
        String line = "%-7s %-" + what + "s  %-" + expected + "s  %s%n";
        StringBuilder table = new StringBuilder(line.formatted("", "fact", "expected", "seen"));
        for (Fact fact : facts) {
            table.append(line.formatted(fact.verdict().word(), fact.what(), fact.expected(), fact.seen()));
        }
        long wrong = count(Verdict.WRONG);
        long differ = count(Verdict.DIFFERS);
        if (differ > 0) {
            table.append("%d of %d facts are not as in the simulator; Onstage does not rely on them.%n"
                    .formatted(differ, facts.size()));
        }
        if (wrong > 0) {
            table.append("%d of %d facts are not as Onstage expects them.%n".formatted(wrong, facts.size()));
        } else if (differ == 0) {
            table.append("All %d facts are as Onstage expects them.%n".formatted(facts.size()));
        }
        return table.toString();
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
