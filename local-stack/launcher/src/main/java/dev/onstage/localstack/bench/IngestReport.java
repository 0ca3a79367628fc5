package dev.onstage.localstack.bench;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What {@link IngestBench} measured. */
public final class IngestReport {

    private static final double P99_MILLIS_AT_HALF_LOAD = 50;

    private final List<Map<Target, Round>> rounds;
    private final IngestBenchOptions options;
    private List<Map<Target, Round>> withJournal = List.of();
    private @Nullable Round halfLoad;
    private @Nullable SoakReport soak;

    IngestReport(List<Map<Target, Round>> rounds, IngestBenchOptions options) {
        this.rounds = List.copyOf(rounds);
        this.options = options;
    }

    void halfLoad(Round measured) {
        halfLoad = measured;
    }

    void withJournal(List<Map<Target, Round>> measured) {
        withJournal = List.copyOf(measured);
    }

    void soak(SoakReport measured) {
        soak = measured;
    }

    /** Half of what the service took. */
    int halfLoadRate() {
        return (int) Math.round(spread(rounds, Target.SERVICE, Round::perSecond).median() / 2);
    }

    /** The same with the journal consumer on, where that was measured: a soak has it on. */
    int soakRate() {
        return withJournal.isEmpty()
                ? halfLoadRate()
                : (int) Math.round(spread(withJournal, Target.SERVICE_AND_JOURNAL, Round::perSecond)
                                .median()
                        / 2);
    }

    /** Deliveries accepted by the service ÷ those by the HMAC check alone: the median of the rounds. */
    public double ratioToHmacOnly() {
        return ratio(rounds, Target.SERVICE, Target.HMAC_ONLY).median();
    }

    /** The table, the ratios and the verdicts. */
    public String text() {
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%n%d rounds of %d s, %d connections, %d cores for all; median (least–greatest) of the rounds%n%n",
                options.rounds(),
                options.seconds(),
                options.connections(),
                Runtime.getRuntime().availableProcessors()));
        text.append("  %-42s %-24s %8s %8s %8s  %s%n"
                .formatted("", "deliveries/s", "p50 ms", "p99 ms", "p99.9", "not 2xx"));
        for (Target target : List.of(Target.SERVICE, Target.HMAC_ONLY, Target.BARE, Target.KAFKA)) {
            text.append(line(rounds, target));
        }
        if (!withJournal.isEmpty()) {
            text.append(line(withJournal, Target.SERVICE_AND_JOURNAL));
        }
        text.append(String.format("%n"));
        for (Target limit : List.of(Target.HMAC_ONLY, Target.BARE, Target.KAFKA)) {
            text.append(ratioLine(rounds, Target.SERVICE, limit));
        }
        if (!withJournal.isEmpty()) {
            text.append(ratioLine(withJournal, Target.SERVICE_AND_JOURNAL, Target.HMAC_ONLY));
        }
        text.append(String.format(Locale.ROOT, "%nratio to HMAC-only: %.2f%n", ratioToHmacOnly()));
        Optional.ofNullable(halfLoad).ifPresent(half -> text.append(halfLoadText(half)));
        Optional.ofNullable(soak).ifPresent(soaked -> text.append(soaked.text()));
        return text.toString();
    }

    private String halfLoadText(Round half) {
        return String.format(
                Locale.ROOT,
                "at half of the service's load (%d/s, from when each was due): p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, not 2xx: %s%np99 < %.0f ms: %s%n",
                halfLoadRate(),
                half.p50Millis(),
                half.p99Millis(),
                half.p999Millis(),
                half.errors().isEmpty() ? "none" : half.errors(),
                P99_MILLIS_AT_HALF_LOAD,
                half.p99Millis() < P99_MILLIS_AT_HALF_LOAD && half.errors().isEmpty() ? "yes" : "no");
    }

    private static String line(List<Map<Target, Round>> rounds, Target target) {
        var errors = new TreeMap<String, Integer>();
        rounds.forEach(
                round -> of(round, target).errors().forEach((what, count) -> errors.merge(what, count, Integer::sum)));
        return String.format(
                Locale.ROOT,
                "  %-42s %-24s %8.1f %8.1f %8.1f  %s%n",
                target.label(),
                spread(rounds, target, Round::perSecond).format(0),
                spread(rounds, target, Round::p50Millis).median(),
                spread(rounds, target, Round::p99Millis).median(),
                spread(rounds, target, Round::p999Millis).median(),
                errors.isEmpty() ? "none" : errors);
    }

    private static String ratioLine(List<Map<Target, Round>> rounds, Target target, Target limit) {
        return "  %-82s %s%n"
                .formatted(
                        target.label() + " ÷ " + limit.label(),
                        ratio(rounds, target, limit).format(2));
    }

    /** Of the two in the same round, so that what slows a whole round down does not count. */
    private static Spread ratio(List<Map<Target, Round>> rounds, Target target, Target limit) {
        return Spread.of(rounds.stream()
                .map(round -> of(round, target).perSecond() / of(round, limit).perSecond())
                .toList());
    }

    private static Spread spread(List<Map<Target, Round>> rounds, Target target, ToDoubleFunction<Round> figure) {
        return Spread.of(rounds.stream()
                .map(round -> figure.applyAsDouble(of(round, target)))
                .toList());
    }

    private static Round of(Map<Target, Round> round, Target target) {
        Round measured = round.get(target);
        if (measured == null) {
            throw new StackException(Failure.CHECK_FAILED, target + " was not measured");
        }
        return measured;
    }
}
