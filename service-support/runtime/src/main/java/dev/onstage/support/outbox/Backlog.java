package dev.onstage.support.outbox;

/**
 * What the outbox holds.
 *
 * @param depth rows, counted up to 100,000; NaN when unknown
 * @param ageSeconds how long the oldest has been waiting, 0 when there is none, NaN when unknown
 */
record Backlog(double depth, double ageSeconds) {

    /** It could not be measured. */
    static final Backlog UNKNOWN = new Backlog(Double.NaN, Double.NaN);
}
