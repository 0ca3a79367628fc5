package dev.onstage.support.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PollFailuresTest {

    private static final String FAILED = "SRMSG18285: Failed to poll consumer client `%s` for channel `%s`";

    private final PollFailures failures = new PollFailures();

    @Test
    void shouldBeSaidOnceForEachConsumer() {
        assertThat(failures.isLoggable(line(FAILED, "one"))).isTrue();
        assertThat(failures.isLoggable(line(FAILED, "one"))).isFalse();
        assertThat(failures.isLoggable(line(FAILED, "two"))).isTrue();
        assertThat(failures.isLoggable(line(FAILED, "one"))).isFalse();
    }

    @Test
    void shouldBeSaidAgainForAnotherReason() {
        assertThat(failures.isLoggable(line(FAILED, "one", new IllegalStateException("a"))))
                .isTrue();
        assertThat(failures.isLoggable(line(FAILED, "one", new IllegalStateException("b"))))
                .isFalse();
        assertThat(failures.isLoggable(line(FAILED, "one", new SecurityException("c"))))
                .isTrue();
        assertThat(failures.isLoggable(line(FAILED, "one", new SecurityException("d"))))
                .isFalse();
        assertThat(failures.isLoggable(line(FAILED, "one", new IllegalStateException("e"))))
                .isFalse();
    }

    @Test
    void shouldLetThroughWhateverElseIsSaid() {
        for (int times = 0; times < 2; times++) {
            assertThat(failures.isLoggable(line("SRMSG18228: A failure has been reported", "one")))
                    .isTrue();
        }
    }

    private static LogRecord line(String message, String client) {
        return line(message, client, null);
    }

    private static LogRecord line(String message, String client, @Nullable Throwable thrown) {
        LogRecord line = new LogRecord(Level.WARNING, message);
        line.setParameters(new Object[] {client, "channel"});
        line.setThrown(thrown);
        return line;
    }
}
