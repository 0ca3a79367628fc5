package dev.onstage.support.trouble;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows whether something that is tried all the time has been going wrong, so that the log says so once for each time of trouble
 * and not for each attempt. What goes well and wrong by turns is said once a minute at most.
 */
public final class Trouble {

    private static final Duration QUIET = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private boolean told;
    private boolean everTold;
    private long toldAt;

    public Trouble() {
        this(System::nanoTime);
    }

    Trouble(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** An attempt has failed. True when that is to be said. */
    public synchronized boolean begins() {
        long now = nanoTime.getAsLong();
        if (told || (everTold && now - toldAt < QUIET.toNanos())) {
            return false;
        }
        told = true;
        everTold = true;
        toldAt = now;
        return true;
    }

    /** An attempt has succeeded. True when trouble was told of, and its end is to be said. */
    public synchronized boolean ends() {
        boolean wasTold = told;
        told = false;
        return wasTold;
    }
}
