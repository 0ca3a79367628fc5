package dev.onstage.localstack.hostile;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for what clients wrote into the logs by themselves: lines that they began, and characters that move a terminal. */
public final class LogCheck {

    private static final int EXAMPLES = 10;
    private static final int DELETE = 0x7f;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private LogCheck() {}

    /** What is wrong with the logs in that directory, in words. */
    public static List<String> broken(Path directory) {
        var broken = new ArrayList<String>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                try (var lines =
                        new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                    int number = 0;
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        number++;
                        if (broken.size() < EXAMPLES && isForged(line)) {
                            broken.add("%s, line %d: written by a client".formatted(file.getFileName(), number));
                        }
                    }
                }
            }
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot read the logs in " + directory, failure);
        }
        return broken;
    }

    /** Whether a client began this line or put something into it that is no text. */
    static boolean isForged(String line) {
        return line.startsWith(Attacks.FORGED)
                || (line.contains(Attacks.FORGED) && line.chars().anyMatch(LogCheck::isControl));
    }

    private static boolean isControl(int character) {
        return (character < ' ' && character != '\t')
                || character == DELETE
                || character == LINE_SEPARATOR
                || character == PARAGRAPH_SEPARATOR;
    }
}
