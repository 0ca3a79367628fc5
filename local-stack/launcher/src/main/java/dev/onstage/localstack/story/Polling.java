package dev.onstage.localstack.story;

import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again until something is as expected. */
public final class Polling {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private static final int EXCERPT = 800;

    private Polling() {}

    /**
     * The first value that is as wanted.
     *
     * @throws StackException saying what was expected and what was seen last
     */
    public static <T> T until(String expected, Duration patience, Supplier<T> look, Predicate<T> wanted) {
        Optional<T> seen = tryUntil(patience, look, wanted);
        return seen.orElseThrow(() -> new StackException(
                Failure.CHECK_FAILED,
                "Expected within %d s: %s. Seen: %s".formatted(patience.toSeconds(), expected, excerpt(look.get()))));
    }

    private static String excerpt(Object seen) {
        String text = seen.toString();
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }

    /** The same; empty when it does not come. */
    public static <T> Optional<T> tryUntil(Duration patience, Supplier<T> look, Predicate<T> wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            T value = look.get();
            if (wanted.test(value)) {
                return Optional.of(value);
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
