package dev.onstage.streamcontrol.broadcast;

import dev.onstage.support.crash.CrashPoints;

/**
 * The steps between which a command can be cut off: the intent is committed, the provider was called, the outcome is
 * committed. Each pair of steps has a crash point, {@code <command>.after-intent}, {@code <command>.after-provider} and
 * {@code <command>.after-outcome}, at which a test can kill the process ({@link CrashPoints}). Whatever is cut off, the
 * reconciler finishes from the call.
 */
enum CommandSteps {
    /** {@code POST …/go-live}. */
    GO_LIVE("go-live"),
    /** {@code POST …/stop-live}. */
    STOP_LIVE("stop-live"),
    /** {@code POST …/force-end}: the intent is the local end itself. */
    FORCE_END("force-end"),
    /** Whatever the reconciler or a webhook makes necessary. */
    RECONCILE("reconcile");

    private final String afterIntent;
    private final String afterProvider;
    private final String afterOutcome;

    CommandSteps(String command) {
        this.afterIntent = command + ".after-intent";
        this.afterProvider = command + ".after-provider";
        this.afterOutcome = command + ".after-outcome";
    }

    void intentCommitted() {
        CrashPoints.reached(afterIntent);
    }

    void providerCalled() {
        CrashPoints.reached(afterProvider);
    }

    void outcomeCommitted() {
        CrashPoints.reached(afterOutcome);
    }
}
