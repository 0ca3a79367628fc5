package dev.onstage.streamcontrol.invite;

import java.time.Duration;

/** How long whoever presents codes that are no good has to wait: not at all at first, then twice as long each time. */
final class GrowingWait {

    /** Mistakes that cost nothing: a code that was copied badly, a link that has expired. */
    static final int FREE = 5;

    static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 20;

    private GrowingWait() {}

    /** After so many failures in a row. */
    static Duration after(int failures) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures - FREE, MOST_DOUBLINGS));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
