package dev.onstage.localstack.chaos;

import dev.onstage.localstack.stack.ServiceInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * Kills copies of a service (SIGKILL), at random moments and at named points, and keeps count. For one thread, but for
 * {@link #progress}.
 */
final class Killer {

    /** From when the copy is ready on. */
    private static final Duration POINT_PATIENCE = Duration.ofMinutes(2);

    private static final long LONGEST_LIFE_MILLIS = 4000;

    private final SplittableRandom random;
    private final BiConsumer<String, String> told;
    private final List<String> notReached = new ArrayList<>();
    private final KillProgress progress = new KillProgress();
    private int kills;

    /**
     * @param random decides who dies and when
     * @param told hears who was killed, and how
     */
    Killer(SplittableRandom random, BiConsumer<String, String> told) {
        this.random = random;
        this.told = told;
    }

    /**
     * Kills one of the copies and starts it again, that many times: in turns whenever, and the same copy in its next life at a
     * named point.
     */
    void inTurns(List<ServiceInstance> copies, List<String> points, int times) {
        progress.begin(times);
        try {
            for (int number = 1; number <= times; number += 2) {
                ServiceInstance copy = copies.get(random.nextInt(copies.size()));
                progress.victimWorks();
                long life = random.nextLong(LONGEST_LIFE_MILLIS);
                Pause.millis(life);
                kill(copy, "kill %d of %d, %d ms after it was ready".formatted(number, times, life));
                if (number < times) {
                    progress.done();
                    String point = points.get(number / 2 % points.size());
                    copy.startArmed(point, Map.of());
                    awaitDeath(copy, point, "kill %d of %d".formatted(number + 1, times));
                }
                copy.start(Map.of());
                progress.done();
            }
        } finally {
            progress.end();
        }
    }

    /** How far {@link #inTurns} is. From any thread. */
    KillProgress progress() {
        return progress;
    }

    /** Kills a copy here and now. */
    void kill(ServiceInstance copy, String when) {
        copy.kill();
        killed(copy, when);
    }

    /** Waits for a copy that was started to die at that point. One that does not come so far is killed, and noted. */
    void awaitDeath(ServiceInstance copy, String point, String when) {
        copy.awaitReadyOrEnded();
        progress.victimWorks();
        if (copy.endedWithin(POINT_PATIENCE)) {
            killed(copy, when + ", at " + point);
        } else {
            notReached.add(point);
            copy.kill();
            killed(copy, when + ", " + point + " was NOT REACHED");
        }
    }

    private void killed(ServiceInstance copy, String when) {
        kills++;
        told.accept(copy.name(), "killed: " + when);
    }

    /** How often something was killed, at any moment or named point. */
    int kills() {
        return kills;
    }

    /** Points at which a copy was to die and did not. */
    List<String> notReached() {
        return List.copyOf(notReached);
    }
}
