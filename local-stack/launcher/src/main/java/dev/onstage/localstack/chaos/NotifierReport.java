package dev.onstage.localstack.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was told about the script's sessions, by kind of destination, and everything about it that is not as promised. */
public final class NotifierReport {

    private static final int EXAMPLES = 20;

    private final Map<String, Tally> tallies = new TreeMap<>();
    private final Map<String, Integer> calls = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private final int kills;
    private final int events;

    private static final class Tally {
        private int notifications;
        private int converged;
        private int withoutLive;
        private int withUnknown;
        private int extraMessages;
    }

    NotifierReport(int kills, int events) {
        this.kills = kills;
        this.events = events;
    }

    /** One session at one destination. */
    void add(ChaosDestination destination, NotificationRow row, List<Attempt> attempts, List<Posted> posted) {
        Tally tally =
                tallies.computeIfAbsent(destination.atEnd() + ", " + destination.onUnknown(), kind -> new Tally());
        tally.notifications++;
        tally.withoutLive += row.live().equals("SKIPPED") ? 1 : 0;
        boolean unknown = attempts.stream().anyMatch(Attempt::isUnknown);
        tally.withUnknown += unknown ? 1 : 0;
        tally.extraMessages += (int)
                posted.stream().filter(message -> !row.knows(message.id())).count();
        tally.converged += row.live().equals("UNKNOWN") || row.ended().equals("UNKNOWN") ? 0 : 1;
        attempts.forEach(attempt -> calls.merge(attempt.outcome(), 1, Integer::sum));
    }

    /** Something is not as promised. */
    void broken(String what) {
        broken.add(what);
    }

    /** How often a copy of the notifier was killed. */
    public int kills() {
        return kills;
    }

    /** Sessions at destinations, all of them settled. */
    public int notifications() {
        return tallies.values().stream().mapToInt(tally -> tally.notifications).sum();
    }

    /** Calls of unknown outcome. */
    public int unknown() {
        return calls.getOrDefault("UNKNOWN", 0);
    }

    /** Everything that is not as promised, in words. */
    public List<String> broken() {
        return List.copyOf(broken);
    }

    /** The table and the verdict. */
    public String text() {
        var text = new StringBuilder();
        text.append("%n  %-26s %13s %10s %13s %14s %15s%n"
                .formatted(
                        "at the end, when unknown",
                        "notifications",
                        "converged",
                        "without live",
                        "with unknown",
                        "extra messages"));
        tallies.forEach((kind, tally) -> text.append(String.format(
                Locale.ROOT,
                "  %-26s %13d %10d %13d %14d %15d%n",
                kind,
                tally.notifications,
                tally.converged,
                tally.withoutLive,
                tally.withUnknown,
                tally.extraMessages)));
        text.append(
                ("  (converged: no form was left alone because of an unknown outcome; without live: the end came first;%n"
                                + "  extra: left by a call whose answer nobody saw)%n")
                        .formatted());
        text.append("%n  %d events, %d kills; calls by outcome: %s%n".formatted(events, kills, calls));
        text.append(broken.isEmpty() ? "  every message is as promised%n".formatted() : "");
        broken.stream().limit(EXAMPLES).forEach(line -> text.append("  NOT AS PROMISED: %s%n".formatted(line)));
        if (broken.size() > EXAMPLES) {
            text.append("  and %d more%n".formatted(broken.size() - EXAMPLES));
        }
        return text.toString();
    }
}
