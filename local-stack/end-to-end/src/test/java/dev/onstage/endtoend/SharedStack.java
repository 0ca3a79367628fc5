package dev.onstage.endtoend;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The stack of a test run. It starts for the first test that wants it, and ends after the last test. */
final class SharedStack implements AutoCloseable {

    private @Nullable StackUnderTest stack;
    private @Nullable RuntimeException notStarted;

    /**
     * The stack, started if need be.
     *
     * @throws CompletionException when it could not be started, for everybody who wants it
     */
    synchronized StackUnderTest started() {
        if (notStarted != null) {
            throw new CompletionException(notStarted);
        }
        if (stack == null) {
            try {
                stack = StackUnderTest.start();
            } catch (RuntimeException failure) {
                notStarted = failure;
                throw new CompletionException(failure);
            }
        }
        return stack;
    }

    @Override
    public synchronized void close() {
        if (stack != null) {
            stack.close();
        }
    }
}
