package dev.onstage.localstack.chaos;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The sender's record beside what the journal and the figures know. */
public final class ChaosReport {

    private final DeliveryRecord record;
    private final Account journal;
    private final Account effects;
    private final long deadLetters;
    private final List<String> notReached;
    private final int kills;
    private final boolean throughGateway;
    private final int lostByJournal;
    private final int lostByAnalytics;

    ChaosReport(
            DeliveryRecord record,
            Account journal,
            Account effects,
            long deadLetters,
            List<String> notReached,
            int kills,
            boolean throughGateway) {
        this.record = record;
        this.journal = journal;
        this.effects = effects;
        this.deadLetters = deadLetters;
        this.notReached = List.copyOf(notReached);
        this.kills = kills;
        this.throughGateway = throughGateway;
        this.lostByJournal = journal.lost(record.with(Fate.ACCEPTED));
        this.lostByAnalytics = effects.lost(record.with(Fate.ACCEPTED));
    }

    /** Deliveries answered 2xx. */
    public int accepted() {
        return record.count(Fate.ACCEPTED);
    }

    /** How often the service was killed, at any moment or named point. */
    public int kills() {
        return kills;
    }

    /** Everything that is not as promised, in words; none when nothing was lost. */
    public List<String> broken() {
        return Stream.of(
                        said(lostByJournal, "accepted deliveries are not in the journal"),
                        said(lostByAnalytics, "accepted deliveries had no effect"),
                        said(journal.twice() + effects.twice(), "are there twice"),
                        said(journal.wrong() + effects.wrong(), "are there with wrong values"),
                        said(journal.foreign() + effects.foreign(), "are there though nobody sent them"),
                        said((int) deadLetters, "dead letters"),
                        // The gateway has answers of its own for a service that is away.
                        throughGateway
                                ? Stream.<String>empty()
                                : said(
                                        record.count(Fate.OTHER_ANSWER),
                                        "were answered neither 2xx nor 503: " + record.otherStatuses()),
                        said(record.count(Fate.TIMED_OUT), "were not answered in the sender's time"),
                        notReached.stream().map(point -> "the crash point " + point + " was not reached"),
                        Stream.of(journal, effects).flatMap(account -> account.examples().stream()))
                .flatMap(lines -> lines)
                .toList();
    }

    private static Stream<String> said(int count, String what) {
        return count == 0 ? Stream.empty() : Stream.of(count + " " + what);
    }

    /** The table and the verdict. */
    public String text() {
        var text = new StringBuilder();
        text.append(
                "%n  %-22s %10s %12s %12s%n".formatted("fate", "deliveries", "in " + journal.place(), effects.place()));
        for (Fate fate : Fate.values()) {
            if (record.count(fate) > 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-22s %10d %12d %12d%n",
                        fate.label(),
                        record.count(fate),
                        journal.found(record.with(fate)),
                        effects.found(record.with(fate))));
            }
        }
        text.append("  (a leave tells of its join too, so joins that never arrived can be in analytics)%n".formatted());
        if (!record.otherStatuses().isEmpty()) {
            text.append("  answered otherwise: %s%n".formatted(record.otherStatuses()));
        }
        text.append("%n  %d kills; lost: %d of the journal, %d of the figures; twice %d, wrong %d, dead letters %d%n"
                .formatted(
                        kills,
                        lostByJournal,
                        lostByAnalytics,
                        journal.twice() + effects.twice(),
                        journal.wrong() + effects.wrong(),
                        deadLetters));
        List<String> broken = broken();
        text.append(broken.isEmpty() ? "  nothing acknowledged was lost%n".formatted() : "");
        broken.forEach(line -> text.append("  NOT AS PROMISED: %s%n".formatted(line)));
        return text.toString();
    }
}
