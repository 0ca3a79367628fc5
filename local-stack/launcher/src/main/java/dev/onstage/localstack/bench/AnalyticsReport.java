package dev.onstage.localstack.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What {@link AnalyticsBench} measured.
 *
 * @param viewers of each session: each one comes and goes
 * @param messages of each session
 * @param rounds at least one
 */
public record AnalyticsReport(int viewers, int messages, List<Round> rounds) {

    /** The design's. */
    private static final double TARGET = 0.30;

    private static final double FLOOR = 0.15;

    /**
     * One session.
     *
     * @param events reports sent
     * @param sent how long Kafka took to take them
     * @param applied from the first report sent to the last one applied
     * @param cpu what the service used meanwhile
     * @param copied how long COPY took for as many rows
     * @param residentMebibytes of the service, afterwards
     * @param presenceBytes the table with its indexes
     * @param chatBytes the table with its indexes
     */
    record Round(
            int events,
            Duration sent,
            Duration applied,
            Duration cpu,
            Duration copied,
            long residentMebibytes,
            long presenceBytes,
            long chatBytes) {

        double perSecond() {
            return events / seconds(applied);
        }

        double perCpuSecond() {
            return events / seconds(cpu);
        }

        double copiedPerSecond() {
            return events / seconds(copied);
        }

        double ratio() {
            return seconds(copied) / seconds(applied);
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%.0f events/s applied, COPY %.0f rows/s: %.2f",
                    perSecond(),
                    copiedPerSecond(),
                    ratio());
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }
    }

    /** Events applied ÷ rows copied, per second: the median of the rounds. */
    public double ratioToCopy() {
        return spread(Round::ratio).median();
    }

    /** The table, the ratio and the verdict. */
    public String text() {
        Round last = rounds.get(rounds.size() - 1);
        return String.format(
                Locale.ROOT,
                """
                %n%d sessions of %d viewers, who all come and go, and %d messages; median (least–greatest)%n
                  events applied/s                    %s
                  events/s of CPU time of the service %s
                  rows/s by COPY, same indexes        %s
                  resident memory of the service      %d MiB
                  presence with its indexes           %.0f bytes a stay
                  chat with its indexes               %.0f bytes a message
                %nratio to COPY: %.2f (target %.2f, floor %.2f): %s%n""",
                rounds.size(),
                viewers,
                messages,
                spread(Round::perSecond).format(0),
                spread(Round::perCpuSecond).format(0),
                spread(Round::copiedPerSecond).format(0),
                last.residentMebibytes(),
                (double) last.presenceBytes() / ((rounds.size() + 1L) * viewers),
                (double) last.chatBytes() / ((rounds.size() + 1L) * messages),
                ratioToCopy(),
                TARGET,
                FLOOR,
                verdict());
    }

    private String verdict() {
        if (ratioToCopy() >= TARGET) {
            return "on target";
        }
        return ratioToCopy() >= FLOOR ? "above the floor" : "below the floor";
    }

    private Spread spread(ToDoubleFunction<Round> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
