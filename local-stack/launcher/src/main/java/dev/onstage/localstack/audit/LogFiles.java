package dev.onstage.localstack.audit;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The logs in a directory, earlier ones that were kept included. */
final class LogFiles {

    private static final int BLOCK = 1 << 20;
    private static final String NAME = ".*\\.log(\\.\\d+)?";

    private LogFiles() {}

    /** Looks through all of them. */
    static void search(Path directory, SecretScan scan) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> logs = files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(NAME))
                    .sorted()
                    .toList();
            for (Path log : logs) {
                searchFile(log, scan);
            }
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot read the logs in " + directory, failure);
        }
    }

    /** In blocks of whole lines: a log may be longer than the memory. */
    private static void searchFile(Path log, SecretScan scan) throws IOException {
        // Not Files.newBufferedReader, which takes no bytes that are not UTF-8.
        try (var lines = new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
            var block = new StringBuilder();
            int number = 0;
            int first = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                block.append(line).append('\n');
                if (block.length() >= BLOCK) {
                    scan.search(Source.LOG, place(log, first, number), block.toString());
                    block.setLength(0);
                    first = number + 1;
                }
            }
            scan.search(Source.LOG, place(log, first, number), block.toString());
        }
    }

    private static String place(Path log, int first, int last) {
        return "%s, lines %d to %d".formatted(log, first, last);
    }
}
