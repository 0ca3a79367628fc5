package dev.onstage.localstack.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What another process can do with a running stack: end it. */
public final class Supervision {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Supervision() {}

    /**
     * Asks the supervisor to stop everything and waits; then ends whatever is left, with or without a supervisor.
     *
     * @return the names of the processes that were running
     */
    public static List<String> end(StateDirectory state) {
        Optional<RunFile> run = RunFile.read(state);
        if (run.isEmpty()) {
            return List.of();
        }
        List<String> alive = run.get().running().stream()
                .filter(RunFile.RunningProcess::alive)
                .map(RunFile.RunningProcess::name)
                .toList();
        run.get().supervisor().running().ifPresent(Supervision::stop);
        // What it started after we looked is in the newest run file.
        RunFile.read(state).ifPresent(Orphans::end);
        Orphans.end(run.get());
        RunFile.delete(state);
        return alive;
    }

    private static void stop(ProcessHandle supervisor) {
        supervisor.destroy();
        try {
            supervisor.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stuck) {
            supervisor.destroyForcibly();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
