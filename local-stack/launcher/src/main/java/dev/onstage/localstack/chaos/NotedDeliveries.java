package dev.onstage.localstack.chaos;

import dev.onstage.localstack.load.Outcomes;
import dev.onstage.localstack.rolling.Mishaps;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The sender's record of its deliveries; one that was not accepted is a mishap. Thread-safe. */
final class NotedDeliveries implements Outcomes {

    private static final String WHO = "delivery";

    private final DeliveryRecord record = new DeliveryRecord();
    private final Map<Integer, Instant> underWay = new HashMap<>();
    private final Mishaps mishaps;

    /** Of the answer that comes next; touched by the sender's one thread only. */
    private String refusal = "";

    NotedDeliveries(Mishaps mishaps) {
        this.mishaps = mishaps;
    }

    /** It goes on its way. */
    synchronized void sent(int number) {
        underWay.put(number, Instant.now());
    }

    /** Whether there is none left that was on its way at that moment. */
    synchronized boolean settledSince(Instant moment) {
        return underWay.values().stream().allMatch(sent -> sent.isAfter(moment));
    }

    @Override
    public void refused(int number, String body) {
        refusal = body;
    }

    @Override
    public synchronized void answered(int number, int status, long nanos) {
        underWay.remove(number);
        record.answered(number, status, nanos);
        if (status / 100 != 2) {
            mishaps.note(WHO, "was answered " + status + ": " + refusal);
        }
    }

    @Override
    public synchronized void broken(int number, Broken how) {
        underWay.remove(number);
        record.broken(number, how);
        mishaps.note(WHO, how.toString());
    }

    /** How many have an outcome. */
    int count() {
        return record.count();
    }

    /** Those that were accepted. */
    BitSet accepted() {
        return record.with(Fate.ACCEPTED);
    }
}
