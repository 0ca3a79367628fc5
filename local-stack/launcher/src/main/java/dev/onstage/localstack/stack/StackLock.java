package dev.onstage.localstack.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** Held while a supervisor uses a state directory; the operating system drops it when the supervisor dies. */
final class StackLock implements AutoCloseable {

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws StackException when another supervisor has it
     */
    static StackLock take(StateDirectory state) {
        try {
            var channel = FileChannel.open(state.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new StackException(
                        Failure.ALREADY_RUNNING,
                        "Onstage already runs from " + state.root()
                                + ". ./onstage status shows it, ./onstage down stops it.");
            }
            return new StackLock(channel);
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot lock " + state.lockFile() + ": " + failure, failure);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "The lock could not be released", failure);
        }
    }
}
