package dev.onstage.support.start;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.init.InitializationTaskRecorder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Ends a process that only migrates as soon as it is done. With {@code quarkus.init-and-exit} the main thread waits for another one
 * to end the service, which in turn waits for the main thread, and both give up after five seconds. To interrupt it is all that
 * helps; of that it would tell on standard error as of a mistake.
 */
record EndOfMigrations(Thread main) implements Runnable {

    @Override
    public void run() {
        ApplicationLifecycleManager.waitForExit();
        // A start that has failed ends, too, and by itself.
        if (Stream.of(main.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(InitializationTaskRecorder.class.getName()))) {
            System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
            main.interrupt();
        }
    }
}
