package dev.onstage.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the servers need to know about processes of the operating system. */
final class Processes {
    /** A program that runs another in a session of its own: Ctrl-C at the terminal reaches only us, who stop it in order. */
    static final String OWN_SESSION = "setsid";

    private static final int TAIL_BYTES = 4000;

    private Processes() {}

    /**
     * Starts a tiny shell that waits for this JVM to die, however it dies, and then signals {@code pid}. It works because
     * the kernel closes the pipe between the two. Stop it with {@link Process#destroy()} once the server is down.
     */
    static Process killWhenWeDie(long pid, String signal) throws IOException {
        return new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "trap '' INT HUP; read -r line; kill -s \"$2\" \"$1\" 2>/dev/null",
                        "guard",
                        Long.toString(pid),
                        signal)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The process with this pid, if it lives and its executable's name is as expected: a pid may have been given again. */
    static Optional<ProcessHandle> running(long pid, String executable) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(handle -> handle.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith(executable))
                .orElse(false));
    }

    /** Sends a signal by name; a process that is gone already is no error. */
    static void signal(long pid, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Waits for the end of a process; false when it still runs after {@code timeout}. */
    static boolean awaitExit(ProcessHandle handle, Duration timeout) throws InterruptedException {
        try {
            handle.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends a child in an orderly way, by force after {@code patience}. */
    static void stop(Process process, Duration patience) {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The pid in the first line of a file, empty when the file is missing or holds something else. */
    static Optional<Long> pidIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf);
    }

    /** The end of a log file, for a message that must explain why a server did not start. */
    static String tail(Path log) {
        try {
            byte[] bytes = Files.readAllBytes(log);
            int from = Math.max(0, bytes.length - TAIL_BYTES);
            return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
