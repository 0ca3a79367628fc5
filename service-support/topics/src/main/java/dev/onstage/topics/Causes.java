package dev.onstage.topics;

import java.util.stream.Stream;

/** A failure and what it was caused by. */
public final class Causes {

    /** More than any library wraps; a chain may bite its own tail. */
    private static final int DEEPEST = 30;

    private Causes() {}

    /** From the outermost to the innermost. */
    public static Stream<Throwable> of(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST);
    }
}
