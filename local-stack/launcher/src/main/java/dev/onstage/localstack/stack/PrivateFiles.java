package dev.onstage.localstack.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files only their owner may read, whole or not at all. */
public final class PrivateFiles {

    private PrivateFiles() {}

    /**
     * Replaces the file in one step, mode 600.
     *
     * @throws StackException when the disk is full or not writable
     */
    public static void write(Path file, String content) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot write " + file + ": " + failure, failure);
        }
    }
}
