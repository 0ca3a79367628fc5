package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.stack.StateDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows logs, of one process or of all. */
@Command(
        name = "logs",
        description = "Shows the end of the logs, of one process or of all; with -f also what comes.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    private static final int MILLIS_BETWEEN_LOOKS = 250;
    private static final int BYTES_PER_LINE = 200;
    private static final int MOST_LINES = 100_000;

    @Parameters(arity = "0..1", paramLabel = "PROCESS", defaultValue = "", description = "For example stream-control.")
    private String process = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "40",
            description = "How many lines of each. Default: ${DEFAULT-VALUE}")
    private int lines;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lines < 1 || lines > MOST_LINES) {
            throw new ParameterException(spec.commandLine(), "--lines is 1 to %d.".formatted(MOST_LINES));
        }
        Map<String, Path> logs = chosen(Home.state());
        PrintWriter out = spec.commandLine().getOut();
        var positions = new LinkedHashMap<String, Long>();
        for (Map.Entry<String, Path> log : logs.entrySet()) {
            positions.put(log.getKey(), show(out, log.getKey(), log.getValue(), lastLines(log.getValue())));
        }
        out.flush();
        var never = new CountDownLatch(1);
        while (follow && !never.await(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
            for (Map.Entry<String, Path> log : logs.entrySet()) {
                positions.compute(
                        log.getKey(), (name, from) -> show(out, name, log.getValue(), from == null ? 0 : from));
            }
            out.flush();
        }
        return 0;
    }

    private Map<String, Path> chosen(StateDirectory state) throws IOException {
        var logs = new TreeMap<String, Path>();
        for (Path folder : new Path[] {state.data(), state.logs()}) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".log"))
                        .forEach(file -> logs.put(file.getFileName().toString().replace(".log", ""), file));
            }
        }
        if (logs.isEmpty()) {
            throw new StackException(
                    Failure.NOT_RUNNING, "There are no logs: Onstage has not run here. Start it with ./onstage up");
        }
        if (process.isEmpty()) {
            return logs;
        }
        Path log = logs.get(process);
        if (log == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no log of '%s'. There are those of %s."
                            .formatted(process, String.join(", ", logs.keySet())));
        }
        return Map.of(process, log);
    }

    private long lastLines(Path log) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - (long) lines * BYTES_PER_LINE);
            var bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            int position = bytes.length - 1;
            for (int found = 0; position > 0; position--) {
                if (bytes[position - 1] == '\n' && ++found == lines) {
                    break;
                }
            }
            return from + Math.max(0, position);
        }
    }

    /** Prints whole lines from that position on; answers with the position after them. */
    private long show(PrintWriter out, String name, Path log, long from) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            // Shorter than before: the process was started again.
            long begin = file.length() < from ? 0 : from;
            var bytes = new byte[(int) (file.length() - begin)];
            file.seek(begin);
            file.readFully(bytes);
            int whole = bytes.length;
            while (whole > 0 && bytes[whole - 1] != '\n') {
                whole--;
            }
            String prefix = process.isEmpty() ? "%-20s| ".formatted(name) : "";
            new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().forEach(line -> out.println(prefix + line));
            return begin + whole;
        } catch (IOException unreadable) {
            return from;
        }
    }
}
