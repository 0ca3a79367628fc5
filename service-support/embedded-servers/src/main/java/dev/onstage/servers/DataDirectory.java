package dev.onstage.servers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A server's data directory, held by this process through a lock the operating system drops when the process dies. */
final class DataDirectory implements AutoCloseable {
    private static final long NEEDED_BYTES = 200L << 20;

    private final Path path;
    private final FileChannel lockChannel;

    private DataDirectory(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates the directory if needed and locks it.
     *
     * @throws ServerStartException when another process holds it, or the disk is full or not writable
     */
    static DataDirectory lock(String server, Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            refuseFullDisk(server, path);
            FileChannel channel = FileChannel.open(
                    path.resolveSibling(path.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new ServerStartException(
                        server + " cannot use " + path + ": another running process uses this directory.");
            }
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new ServerStartException(server + " cannot write to " + path + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void refuseFullDisk(String server, Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        if (store.getUsableSpace() < NEEDED_BYTES) {
            throw new ServerStartException("The disk that holds " + path + " is full: " + server + " needs at least "
                    + (NEEDED_BYTES >> 20) + " MiB free, " + (store.getUsableSpace() >> 20) + " MiB are left.");
        }
    }

    Path path() {
        return path;
    }

    /** A file beside the directory, named after it. */
    Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new IllegalStateException("The lock of " + path + " could not be released", e);
        }
    }
}
