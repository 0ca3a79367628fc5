package dev.onstage.streamcontrol.live;

import java.util.Comparator;

/** Orders the states of one channel: first by go-live, then by lifecycle event. */
record Version(long epoch, long seq) implements Comparable<Version> {

    /** Of a channel that nobody knows. */
    static final Version NONE = new Version(-1, -1);

    private static final Comparator<Version> ORDER =
            Comparator.comparingLong(Version::epoch).thenComparingLong(Version::seq);

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    boolean isOlderThan(Version other) {
        return compareTo(other) < 0;
    }

    static Version later(Version a, Version b) {
        return a.isOlderThan(b) ? b : a;
    }
}
