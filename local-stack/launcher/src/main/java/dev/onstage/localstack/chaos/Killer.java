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
    private final Map<String, String> settings;
    private final BiConsumer<String, String> told;
    private final List<String> notReached = new ArrayList<>();
    private final KillProgress progress = new KillProgress();
    private int kills;

    /**
     * @param random decides who dies and when
     * @param settings with which a copy comes back, on top of those of the stack
     * @param told hears who was killed, and how
     */
    Killer(SplittableRandom random, Map<String, String> settings, BiConsumer<String, String> told) {
        this.random = random;
        this.settings = settings;
        this.told = told;
    }

    /** Kills one of the copies and starts it again, that many times: in turns whenever and at a named point. */
    void inTurns(List<ServiceInstance> copies, List<String> points, int times) {
        progress.begin(times);
        try {
            for (int number = 1; number <= times; number++) {
                killAndStart(copies, points, number, times);
                progress.done();
            }
        } finally {
            progress.end();
        }
    }

    private void killAndStart(List<ServiceInstance> copies, List<String> points, int number, int times) {
        String which = "kill " + number + " of " + times;
        ServiceInstance copy = copies.get(random.nextInt(copies.size()));
        if (number % 2 == 0) {
            dieAt(copy, points.get((number / 2 - 1) % points.size()), which);
        } else {
            progress.victimWorks();
            long life = random.nextLong(LONGEST_LIFE_MILLIS);
            Pause.millis(life);
            kill(copy, which + ", " + life + " ms after it was ready");
        }
        copy.start(settings);
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

    /** Ends a copy and starts it again so that it dies at that point; waits for that. */
    void dieAt(ServiceInstance copy, String point, String when) {
        copy.kill();
        copy.startArmed(point, settings);
        awaitDeath(copy, point, when);
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
