package dev.onstage.localstack.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes whose supervisor is gone. They are recognised by pid and start time, never by name. */
final class Orphans {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Orphans() {}

    /** Ends what the run file still lists; answers with the names of those that were running. */
    static List<String> end(RunFile run) {
        var ended = new ArrayList<String>();
        var exits = new ArrayList<CompletableFuture<ProcessHandle>>();
        for (ProcessMark mark : run.processes()) {
            mark.running().ifPresent(process -> {
                ended.add(mark.name());
                exits.add(process.onExit());
                process.destroy();
            });
        }
        if (!allGone(exits)) {
            run.processes().forEach(mark -> mark.running().ifPresent(ProcessHandle::destroyForcibly));
            allGone(exits);
        }
        return ended;
    }

    private static boolean allGone(List<CompletableFuture<ProcessHandle>> exits) {
        try {
            CompletableFuture.allOf(exits.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stubborn) {
            return false;
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
