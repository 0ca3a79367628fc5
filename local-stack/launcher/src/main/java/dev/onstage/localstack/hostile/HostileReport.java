package dev.onstage.localstack.hostile;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The hostile inputs beside what everybody else got.
 *
 * @param deliveries what became of those that were signed
 * @param vitals everything that is not where it was before
 * @param logs everything that clients wrote into the logs
 * @param figures everything that the figures of the watched session have wrong
 */
public record HostileReport(
        HostileOutcome hostile,
        CompanionsOutcome companions,
        SignedDeliveries deliveries,
        List<String> vitals,
        List<String> logs,
        List<String> figures) {

    /** Copies what it is given. */
    public HostileReport {
        vitals = List.copyOf(vitals);
        logs = List.copyOf(logs);
        figures = List.copyOf(figures);
    }

    /**
     * Signed deliveries.
     *
     * @param notAccepted those that were refused or answered too late
     * @param lost accepted, and not in the journal or not in the figures
     * @param wrong there twice, with wrong values, or though nobody sent them
     */
    public record SignedDeliveries(int sent, int notAccepted, int lost, int wrong) {}

    /** Everything that is not as promised, in words; none when the hostile inputs changed nothing for anybody. */
    public List<String> broken() {
        return Stream.of(
                        hostile.sent() == 0 ? Stream.of("nothing hostile was sent") : Stream.<String>empty(),
                        said(hostile.wrong(), "hostile inputs were served, failed on or not answered"),
                        hostile.examples().stream(),
                        deliveries.sent() == 0 ? Stream.of("no delivery was sent") : Stream.<String>empty(),
                        said(deliveries.notAccepted(), "signed deliveries were refused or late"),
                        said(deliveries.lost(), "accepted deliveries are lost"),
                        said(deliveries.wrong(), "rows of the journal or the figures are wrong"),
                        companions.polls() == 0 || companions.signIns() == 0
                                ? Stream.of("nobody polled or signed in meanwhile")
                                : Stream.<String>empty(),
                        companions.wrong().stream(),
                        figures.stream(),
                        vitals.stream(),
                        logs.stream())
                .flatMap(lines -> lines)
                .toList();
    }

    private static Stream<String> said(int count, String what) {
        return count == 0 ? Stream.empty() : Stream.of(count + " " + what);
    }

    /** The table and the verdict. */
    public String text() {
        var text = new StringBuilder();
        text.append("%n  %-44s %7s  %s%n".formatted("hostile input", "sent", "answered"));
        hostile.lines().forEach(line -> text.append("  ").append(line).append(String.format("%n")));
        text.append(String.format(
                Locale.ROOT,
                "%n  %d hostile inputs beside %d signed deliveries, %d polls, %d sign-ins, %d streams of viewers%n",
                hostile.sent(),
                deliveries.sent(),
                companions.polls(),
                companions.signIns(),
                companions.streams()));
        text.append(String.format(
                Locale.ROOT,
                "  deliveries refused or late %d, lost %d, wrong %d%n",
                deliveries.notAccepted(),
                deliveries.lost(),
                deliveries.wrong()));
        List<String> broken = broken();
        text.append(broken.isEmpty() ? "  nobody else noticed%n".formatted() : "");
        broken.forEach(line -> text.append("  NOT AS PROMISED: ").append(line).append(String.format("%n")));
        return text.toString();
    }
}
