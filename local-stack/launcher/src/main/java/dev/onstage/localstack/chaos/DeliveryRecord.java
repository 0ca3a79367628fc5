package dev.onstage.localstack.chaos;

import dev.onstage.localstack.load.Outcomes;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The sender's own record: what became of each delivery. Thread-safe. */
final class DeliveryRecord implements Outcomes {

    private final Map<Fate, BitSet> deliveries = new EnumMap<>(Fate.class);
    private final Map<Integer, Integer> otherStatuses = new TreeMap<>();

    @Override
    public synchronized void answered(int number, int status, long nanos) {
        if (status / 100 == 2) {
            add(Fate.ACCEPTED, number);
        } else if (status == 503) {
            add(Fate.SEND_AGAIN, number);
        } else {
            add(Fate.OTHER_ANSWER, number);
            otherStatuses.merge(status, 1, Integer::sum);
        }
    }

    @Override
    public synchronized void broken(int number, Broken how) {
        add(
                switch (how) {
                    case REFUSED -> Fate.REFUSED;
                    case CUT -> Fate.CUT;
                    case TIMED_OUT -> Fate.TIMED_OUT;
                    case NOT_SENT -> Fate.NOT_SENT;
                },
                number);
    }

    private void add(Fate fate, int number) {
        deliveries.computeIfAbsent(fate, none -> new BitSet()).set(number);
    }

    /** The deliveries with that fate, by their numbers. */
    synchronized BitSet with(Fate fate) {
        return (BitSet) deliveries.getOrDefault(fate, new BitSet()).clone();
    }

    /** How many have that fate. */
    synchronized int count(Fate fate) {
        return deliveries.getOrDefault(fate, new BitSet()).cardinality();
    }

    /** How many have any. */
    synchronized int count() {
        return deliveries.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    /** Statuses that are neither 2xx nor 503, with how often each came. */
    synchronized Map<Integer, Integer> otherStatuses() {
        return Map.copyOf(otherStatuses);
    }
}
