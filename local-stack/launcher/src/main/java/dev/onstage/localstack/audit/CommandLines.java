package dev.onstage.localstack.audit;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the program {@code ps} shows to everybody on the machine. */
final class CommandLines {

    private CommandLines() {}

    /** Looks through those of the processes and of everything they started. */
    static void search(List<Long> pids, SecretScan scan) {
        pids.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid)
                .distinct()
                .forEach(pid -> search(pid, scan));
    }

    private static void search(long pid, SecretScan scan) {
        try {
            byte[] arguments = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            String line = new String(arguments, StandardCharsets.UTF_8).replace('\0', ' ');
            scan.search(Source.COMMAND_LINE, "the command line of process " + pid, line);
        } catch (NoSuchFileException ended) {
            // Nobody sees it any more.
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot read the command line of process " + pid, failure);
        }
    }
}
