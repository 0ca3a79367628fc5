package dev.onstage.localstack.chaos;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far a series of kills is, for who gives the victims work meanwhile. Each victim must find some: the work is divided into
 * equal parts, one for each kill and one for the time after the last, and a part is given out only when its victim works.
 * However long a start takes, the copy that is to die at a named point comes to it. Thread safe.
 */
final class KillProgress {

    /** What a kill with the start after it takes, until it was measured. */
    private static final Duration FIRST_GUESS = Duration.ofSeconds(8);

    private final LongSupplier nanoTime;
    private long begin;
    private int times;
    private int working;
    private int done;
    private boolean ended;

    KillProgress() {
        this(System::nanoTime);
    }

    /**
     * Makes one.
     *
     * @param nanoTime the clock
     */
    KillProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The first of so many kills is next. */
    synchronized void begin(int number) {
        begin = nanoTime.getAsLong();
        times = number;
    }

    /** The next victim works, and will die. */
    synchronized void victimWorks() {
        working++;
    }

    /** The victim died; its successor works or starts. */
    synchronized void done() {
        done++;
    }

    /** Nobody will be killed any more, whether all of it happened or not. */
    synchronized void end() {
        ended = true;
    }

    /** How many of so many pieces of work may have been given out by this moment. */
    synchronized int given(int all) {
        if (ended) {
            return all;
        }
        return (int) ((long) all * Math.min(working, times) / (times + 1L));
    }

    /** Roughly how long the kills still take, and then one kill's time more; nothing at all when they are over. */
    synchronized Duration timeLeft() {
        if (ended) {
            return Duration.ZERO;
        }
        Duration each = done == 0 ? FIRST_GUESS : Duration.ofNanos((nanoTime.getAsLong() - begin) / done);
        return each.multipliedBy(times + 1L - done);
    }
}
