package dev.onstage.localstack.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where one stack keeps its data, logs, secrets and run file: {@code .onstage} in the repository, or what
 * {@code ONSTAGE_HOME} names. Only its owner may read it.
 */
public record StateDirectory(Path root) {

    /** Opens the directory, making it if needed. */
    public static StateDirectory open(Path root) {
        var state = new StateDirectory(root.toAbsolutePath().normalize());
        try {
            Files.createDirectories(state.root());
            Files.setPosixFilePermissions(state.root(), PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(state.data());
            Files.createDirectories(state.logs());
        } catch (IOException failure) {
            throw new StackException(
                    Failure.STORAGE,
                    "Cannot write to %s (%s). Make room, fix its permissions, or name another directory with ONSTAGE_HOME."
                            .formatted(state.root(), failure.getMessage()),
                    failure);
        }
        return state;
    }

    /** What the servers keep. */
    public Path data() {
        return root.resolve("data");
    }

    /** One log file per process. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** The log of a process. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** The traces that services exported, where they did. */
    public Path traces() {
        return logs().resolve("traces.jsonl");
    }

    Path runFile() {
        return root.resolve("run.json");
    }

    /** Why the last stack ended by itself, if it did. */
    Path lastCrash() {
        return root.resolve("last-crash.txt");
    }

    Path lockFile() {
        return root.resolve("lock");
    }

    Path secretsFile() {
        return root.resolve("secrets.properties");
    }

    /** The certificate of the servers, while they speak TLS. */
    Path certificates() {
        return root.resolve("certificates");
    }

    /** What a client of Kafka is told beside the address. There while Kafka needs more than that. */
    public Path kafkaClientFile() {
        return root.resolve("kafka-client.properties");
    }

    /** Credentials the demo made for itself. */
    public Path demoAccountFile() {
        return root.resolve("demo-account.properties");
    }

    /**
     * Refuses to go on with a nearly full disk: a database that runs out of room stops in the middle of things.
     *
     * @throws StackException saying how much is free and how much is needed
     */
    void requireFreeSpace(long neededBytes) {
        long free;
        try {
            free = Files.getFileStore(root).getUsableSpace();
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot find out the free space of " + root, failure);
        }
        if (free < neededBytes) {
            throw new StackException(
                    Failure.STORAGE,
                    "The disk of %s is full: %d MiB are free, %d MiB are needed. Make room, or name a directory on another disk with ONSTAGE_HOME."
                            .formatted(root, free >> 20, neededBytes >> 20));
        }
    }

    /** Deletes data, logs, secrets and demo credentials. Only while nothing runs. */
    void clear() {
        deleteTree(data());
        deleteTree(logs());
        deleteTree(secretsFile());
        deleteTree(certificates());
        deleteTree(kafkaClientFile());
        deleteTree(demoAccountFile());
        open(root);
    }

    /** Deletes what is there, if anything is. */
    static void deleteTree(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot delete " + path + ": " + failure, failure);
        }
    }
}
