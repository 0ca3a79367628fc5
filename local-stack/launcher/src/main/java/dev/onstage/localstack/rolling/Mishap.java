package dev.onstage.localstack.rolling;

import java.time.Instant;

/**
 * Something that should have worked.
 *
 * @param who whose it was, for example {@code GET live}
 * @param what came instead of the answer, in words
 */
public record Mishap(Instant at, String who, String what) {

    @Override
    public String toString() {
        return who + ": " + what;
    }
}
