package dev.onstage.localstack.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process as written down in the run file: a pid alone is not enough to recognise it later, since pids are used again.
 *
 * @param name the process in our words, for example {@code kafka}
 * @param startedAt when the operating system started it, null where it does not say
 */
record ProcessMark(String name, long pid, @Nullable Instant startedAt) {

    // The operating system derives the time from a boot time it may correct by a moment.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static ProcessMark of(String name, ProcessHandle process) {
        return new ProcessMark(
                name, process.pid(), process.info().startInstant().orElse(null));
    }

    /** The process, if it still runs and is still the same one. */
    Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle process) {
        Instant actual = process.info().startInstant().orElse(null);
        if (startedAt == null || actual == null) {
            return false;
        }
        return Duration.between(startedAt, actual).abs().compareTo(TOLERANCE) <= 0;
    }
}
