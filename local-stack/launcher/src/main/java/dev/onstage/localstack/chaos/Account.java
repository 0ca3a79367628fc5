package dev.onstage.localstack.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What one place knows of the deliveries, to be compared with the sender's record. For one thread. */
final class Account {

    private static final int EXAMPLES = 5;

    private final String place;
    private final BitSet found = new BitSet();
    private final List<String> examples = new ArrayList<>();
    private int wrong;
    private int twice;
    private int foreign;

    Account(String place) {
        this.place = place;
    }

    /** It is there, with the right values or not. */
    void found(int number, boolean right, String row) {
        if (found.get(number)) {
            twice++;
            example("twice: " + row);
        }
        found.set(number);
        if (!right) {
            wrong++;
            example("wrong: " + row);
        }
    }

    /** There is something that nobody sent. */
    void foreign(String row) {
        foreign++;
        example("sent by nobody: " + row);
    }

    private void example(String what) {
        if (examples.size() < EXAMPLES) {
            examples.add(place + ": " + what);
        }
    }

    /** How many of these deliveries are there. */
    int found(BitSet deliveries) {
        var both = (BitSet) deliveries.clone();
        both.and(found);
        return both.cardinality();
    }

    /** How many of these deliveries are not there, though they should be. */
    int lost(BitSet accepted) {
        var lost = (BitSet) accepted.clone();
        lost.andNot(found);
        lost.stream().limit(EXAMPLES).forEach(number -> example("lost: delivery " + number));
        return lost.cardinality();
    }

    String place() {
        return place;
    }

    int wrong() {
        return wrong;
    }

    int twice() {
        return twice;
    }

    int foreign() {
        return foreign;
    }

    /** A few of what is not as it should be, in words. */
    List<String> examples() {
        return List.copyOf(examples);
    }
}
