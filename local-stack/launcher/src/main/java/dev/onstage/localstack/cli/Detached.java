package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.stack.StateDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/** Starts the supervisor as a process of its own and shows what it says until it is ready. */
final class Detached {

    private static final int MILLIS_BETWEEN_LOOKS = 100;

    private Detached() {}

    static int start(CommandSpec command, StateDirectory state) throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        Path log = state.log("onstage");
        try {
            Process supervisor = launch(command, log);
            try (BufferedReader lines = Files.newBufferedReader(log)) {
                while (!supervisor.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
                    if (show(lines, out)) {
                        out.println("It runs in the background; ./onstage down stops it.");
                        return 0;
                    }
                }
                show(lines, out);
                return supervisor.exitValue();
            }
        } catch (IOException failure) {
            throw new StackException(Failure.CHILD_CRASHED, "Cannot start in the background: " + failure, failure);
        }
    }

    private static Process launch(CommandSpec command, Path log) throws IOException {
        var line = new ArrayList<String>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Onstage.class.getName()));
        command.root().commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--detach"))
                .forEach(line::add);
        return new ProcessBuilder(line)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Passes on what was said; true after the last word of a successful start. */
    private static boolean show(BufferedReader lines, PrintWriter out) throws IOException {
        boolean started = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(Foreground.LAST_WORD)) {
                started = true;
            } else {
                out.println(line);
            }
        }
        out.flush();
        return started;
    }
}
