package dev.onstage.localstack.stack;

import java.time.Duration;

/** Told what the stack does while it starts and stops. Called from several threads. */
public interface StartProgress {

    /** Says nothing. */
    StartProgress SILENT = new StartProgress() {};

    /** A process was left over from an earlier run and has been ended. */
    default void cleaned(String name) {}

    /** Something is usable. */
    default void ready(String name, Duration took) {}
}
