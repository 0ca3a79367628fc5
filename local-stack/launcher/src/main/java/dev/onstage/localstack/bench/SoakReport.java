package dev.onstage.localstack.bench;

import dev.onstage.events.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Memory and disk under a steady load.
 *
 * @param rate deliveries per second that were due
 * @param round times and errors of the whole
 */
record SoakReport(int rate, Duration duration, List<Sample> samples, Round round, int accepted) {

    /** As webhook-ingest-service declares it: the journal with its indexes ({@code onstage.journal.max-bytes}). */
    private static final long JOURNAL_BYTES = 2L << 30;

    /**
     * One look.
     *
     * @param residentMebibytes memory of the service's process
     * @param heapBytes used heap, garbage included
     * @param topicBytes what Kafka keeps of {@code provider.deliveries.v1}
     * @param tableBytes the service's tables with their indexes
     */
    record Sample(Duration at, long residentMebibytes, long heapBytes, long topicBytes, long tableBytes) {

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%5d s  resident %4d MiB  heap used %4d MiB  deliveries topic %6d MiB  tables %6d MiB",
                    at.toSeconds(),
                    residentMebibytes,
                    heapBytes >> 20,
                    topicBytes >> 20,
                    tableBytes >> 20);
        }
    }

    /** What grew, and the disk beside its bounds. */
    String text() {
        long topicBound = Topic.PROVIDER_DELIVERIES.retentionBytes() * Topic.PROVIDER_DELIVERIES.partitions();
        Sample last = samples.get(samples.size() - 1);
        return String.format(
                Locale.ROOT,
                "%nsoak: %d deliveries in %d s, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, not 2xx: %s%n"
                        + "  last third against second third: resident %+.0f MiB, heap used %+.0f MiB%n"
                        + "  deliveries topic %d MiB of at most %d MiB and a segment per partition; tables %d MiB of at most %d MiB for the journal%n",
                accepted,
                duration.toSeconds(),
                round.p50Millis(),
                round.p99Millis(),
                round.p999Millis(),
                round.errors().isEmpty() ? "none" : round.errors(),
                growth(Sample::residentMebibytes),
                growth(sample -> sample.heapBytes() / (double) (1 << 20)),
                last.topicBytes() >> 20,
                topicBound >> 20,
                last.tableBytes() >> 20,
                JOURNAL_BYTES >> 20);
    }

    /** The first third is left out: classes and compiled code still come then. */
    private double growth(ToDoubleFunction<Sample> figure) {
        int third = samples.size() / 3;
        return mean(samples.subList(2 * third, samples.size()), figure)
                - mean(samples.subList(third, 2 * third), figure);
    }

    private static double mean(List<Sample> some, ToDoubleFunction<Sample> figure) {
        return some.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
