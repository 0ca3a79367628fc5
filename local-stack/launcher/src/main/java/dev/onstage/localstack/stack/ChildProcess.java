package dev.onstage.localstack.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One child with its log. An end that nobody asked for is reported to the listener. */
final class ChildProcess {

    /**
     * Longer than any service may take: it waits for the delay and for what is under way, see {@code quarkus.shutdown}, and the
     * notifier then for a call to Discord.
     */
    private static final Duration ORDERLY_END_WITHIN = Duration.ofSeconds(40);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TAIL_BYTES = 16_384;

    private final String name;
    private final Path log;
    private final Process process;
    private volatile boolean endExpected;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a child in a session of its own, so that Ctrl-C at the terminal reaches only us and the order of stopping stays
     * ours. Its environment is that of this process plus {@code environment}; what it prints goes to the log, the
     * log before that is kept once as {@code .1}.
     */
    static ChildProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            throw notStarted(name, failure);
        }
        return startAgain(name, command, environment, log);
    }

    /** The same, with a log that goes on where the child before it stopped. */
    static ChildProcess startAgain(String name, List<String> command, Map<String, String> environment, Path log) {
        var ownSession = new ArrayList<String>(List.of("setsid"));
        ownSession.addAll(command);
        var builder = new ProcessBuilder(ownSession)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // Who needs the provider's credentials is given them below.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("STREAM_API_"));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, log, builder.start());
        } catch (IOException failure) {
            throw notStarted(name, failure);
        }
    }

    private static StackException notStarted(String name, IOException failure) {
        return new StackException(Failure.CHILD_CRASHED, "Cannot start " + name + ": " + failure, failure);
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessMark mark() {
        return ProcessMark.of(name, process.toHandle());
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Says that an end of this process is no crash from here on. */
    void expectEnd() {
        endExpected = true;
    }

    boolean endExpected() {
        return endExpected;
    }

    /**
     * Ends the process, gently first, and waits for it.
     *
     * @return whether it ended by itself and did not have to be killed
     */
    boolean stop() {
        return stop(ORDERLY_END_WITHIN);
    }

    boolean stop(Duration patience) {
        endExpected = true;
        // A suspended process would sleep through the request to end.
        if (process.isAlive()) {
            signal("CONT");
        }
        process.destroy();
        if (exitedWithin(patience)) {
            return true;
        }
        kill();
        return false;
    }

    /** SIGTERM; does not wait. */
    void askToEnd() {
        endExpected = true;
        process.destroy();
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() {
        endExpected = true;
        process.destroyForcibly();
        if (!exitedWithin(PATIENCE)) {
            throw new StackException(Failure.CHILD_CRASHED, name + " (process " + pid() + ") cannot be killed");
        }
    }

    /** SIGSTOP: the process keeps its connections and leases, and does nothing. */
    void suspend() {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() {
        signal("CONT");
    }

    boolean exitedWithin(Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException running) {
            return false;
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Who ended how, with the end of the log and where the whole of it is. */
    String epitaph() {
        String code = exitCode().isPresent() ? describe(exitCode().getAsInt()) : "still running";
        return "%s ended by itself (%s). The last lines of %s:%n%s".formatted(name, code, log, lastLogLines(15));
    }

    String lastLogLines(int count) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            file.seek(from);
            var bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()))
                    .indent(2);
        } catch (IOException unreadable) {
            return "  (no log: " + unreadable.getMessage() + ")";
        }
    }

    private static String describe(int exitCode) {
        // 128 + n is how a process that died of signal n is reported.
        return switch (exitCode) {
            case 137 -> "killed, exit code 137";
            case 143 -> "SIGTERM from elsewhere, exit code 143";
            default -> "exit code " + exitCode;
        };
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0 && process.isAlive()) {
                throw new IllegalStateException("kill -" + signal + " " + pid() + " answered " + code);
            }
        } catch (IOException failure) {
            throw new StackException(Failure.PREREQUISITE, "The program 'kill' cannot be run", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
