package dev.onstage.webhookingest.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done to keep the journal within its bounds.
 *
 * @param expired partitions to drop because all of their deliveries are older than the retention
 * @param crowdedOut partitions to drop, oldest first, because the whole is too large
 * @param toCut the partition that is being filled, when it is so large that dropping it would lose too much at once, or that
 *     cutting it would soon take too long
 * @param shedBodies true when nothing is left to drop and the whole is still too large
 */
record RetentionPlan(
        List<JournalPartition> expired,
        List<JournalPartition> crowdedOut,
        Optional<JournalPartition> toCut,
        boolean shedBodies) {

    /** A partition is at most about this share of the whole, so that making room never costs more. */
    private static final int SHARES = 8;

    /** And no larger than this: everybody waits while PostgreSQL reads what is to be cut, and it has seconds for that. */
    private static final long LARGEST = 2L << 30;

    /** What has grown this large nevertheless cannot be read in that time. It stays whole until its day is over. */
    private static final long TOO_LARGE = 4 * LARGEST;

    /**
     * Decides.
     *
     * @param partitions all partitions, in any order
     * @param now the database's clock
     * @param retention how long deliveries are kept
     * @param maxBytes how large the whole may be; room is made a share earlier, for what comes in until the next time
     */
    static RetentionPlan of(List<JournalPartition> partitions, Instant now, Duration retention, long maxBytes) {
        Instant horizon = now.minus(retention);
        List<JournalPartition> oldestFirst = partitions.stream()
                .sorted(Comparator.comparing(JournalPartition::from))
                .toList();
        List<JournalPartition> expired = oldestFirst.stream()
                .filter(partition -> !partition.before().isAfter(horizon))
                .toList();
        long share = maxBytes / SHARES;
        long left = oldestFirst.stream()
                .filter(partition -> !expired.contains(partition))
                .mapToLong(JournalPartition::bytes)
                .sum();
        List<JournalPartition> crowdedOut = new ArrayList<>();
        for (JournalPartition partition : oldestFirst) {
            boolean over = !partition.before().isAfter(now);
            if (over && !expired.contains(partition) && left > maxBytes - share) {
                crowdedOut.add(partition);
                left -= partition.bytes();
            }
        }
        Optional<JournalPartition> toCut = oldestFirst.stream()
                .filter(partition ->
                        !partition.from().isAfter(now) && partition.before().isAfter(now))
                .filter(partition -> partition.bytes() >= Math.min(share, LARGEST) && partition.bytes() < TOO_LARGE)
                .findFirst();
        return new RetentionPlan(expired, List.copyOf(crowdedOut), toCut, left > maxBytes - share);
    }
}
