package dev.onstage.localstack.chaos;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass where the passing of time is what is wanted. */
final class Pause {

    private Pause() {}

    static void millis(long millis) {
        until(System.nanoTime() + Duration.ofMillis(millis).toNanos());
    }

    /** Until {@link System#nanoTime} is that, or the thread is interrupted. */
    static void until(long nanos) {
        while (System.nanoTime() - nanos < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(nanos - System.nanoTime());
        }
    }
}
