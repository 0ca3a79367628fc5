package dev.onstage.localstack.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A simulator in a process of its own. */
final class Simulator {

    /** Room for a crowd of 100,000, who are all written down together when the state is kept. */
    private static final int MOST_HEAP_MEBIBYTES = 1024;

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(50);

    private Simulator() {}

    /**
     * Starts it.
     *
     * @param environment what it needs to know; secrets are given here, since everybody may read arguments
     */
    static ChildProcess launch(String name, Path jar, int port, Map<String, String> environment, StateDirectory state) {
        var command = new ArrayList<String>();
        command.addAll(JavaCommand.of(JavaCommand.small(MOST_HEAP_MEBIBYTES), jar));
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--data-dir", state.data().resolve(name).toString()));
        return ChildProcess.start(name, command, environment, state.log(name));
    }

    static void awaitReady(ChildProcess simulator, URI health) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!answers(health)) {
            if (simulator.exitedWithin(BETWEEN_CHECKS)) {
                throw new StackException(Failure.CHILD_CRASHED, simulator.epitaph());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new StackException(
                        Failure.CHILD_CRASHED, "The start of %s was interrupted".formatted(simulator.name()));
            }
            if (System.nanoTime() > deadline) {
                throw new StackException(
                        Failure.CHILD_CRASHED,
                        simulator.name() + " did not answer in time:\n" + simulator.lastLogLines(15));
            }
        }
    }

    private static boolean answers(URI health) {
        var request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
