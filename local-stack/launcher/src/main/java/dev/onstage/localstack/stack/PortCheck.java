package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Port;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Finds out, before anything is started, whether a port is free and, on Linux, who has it. */
final class PortCheck {

    private static final String LISTENING = "0A";

    private PortCheck() {}

    /**
     * Refuses a port that somebody listens on.
     *
     * @throws StackException naming the port, its owner where that can be found out, and the way out
     */
    static void requireFree(Port port, int number) {
        if (isFree(number)) {
            return;
        }
        String owner = owner(number).map(who -> ": " + who + " listens there").orElse("");
        throw new StackException(
                Failure.PORT_TAKEN,
                "Port %d (%s) is taken%s. Stop that process, or choose other ports: ./onstage up --port-base 9000"
                        .formatted(number, port.label(), owner));
    }

    static boolean isFree(int number) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            return true;
        } catch (BindException taken) {
            return false;
        } catch (IOException failure) {
            throw new StackException(Failure.PORT_TAKEN, "Port " + number + " cannot be opened: " + failure, failure);
        }
    }

    static Optional<String> owner(int number) {
        try {
            OptionalLong inode = listeningInode(number);
            return inode.isEmpty() ? Optional.empty() : processWithSocket(inode.getAsLong());
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    private static OptionalLong listeningInode(int number) throws IOException {
        String suffix = ":" + String.format(Locale.ROOT, "%04X", number);
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Path path = Path.of(table);
            if (!Files.exists(path)) {
                continue;
            }
            for (String line : Files.readAllLines(path)) {
                // sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode
                String[] columns = line.trim().split("\\s+");
                if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING)) {
                    return OptionalLong.of(Long.parseLong(columns[9]));
                }
            }
        }
        return OptionalLong.empty();
    }

    private static Optional<String> processWithSocket(long inode) throws IOException {
        String wanted = "socket:[" + inode + "]";
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(process -> holds(process, wanted))
                    .map(PortCheck::describe)
                    .findFirst();
        }
    }

    private static boolean holds(Path process, String wanted) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> linksTo(descriptor, wanted));
        } catch (IOException | java.io.UncheckedIOException notOurs) {
            return false;
        }
    }

    private static boolean linksTo(Path descriptor, String wanted) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(wanted);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static String describe(Path process) {
        String pid = process.getFileName().toString();
        try {
            return Files.readString(process.resolve("comm")).trim() + " (process " + pid + ")";
        } catch (IOException gone) {
            return "process " + pid;
        }
    }
}
