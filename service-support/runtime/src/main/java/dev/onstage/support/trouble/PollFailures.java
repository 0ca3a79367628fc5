package dev.onstage.support.trouble;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Lets the connector say once for each time of trouble and each reason that a consumer gets no records, and not for each attempt.
 * That a time of trouble is over nobody tells; it is when the consumer has not failed so for a while.
 */
@ApplicationScoped
class PollFailures implements Filter {

    private static final String CONNECTOR = "io.smallrye.reactive.messaging.kafka";
    private static final String FAILED_POLL = "SRMSG18285";

    /** Attempts are at most ten seconds apart. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Map<Kind, Failures> failures = new ConcurrentHashMap<>();

    /** What is said once: another reason is said, too. */
    private record Kind(String consumer, String reason) {

        static Kind of(LogRecord line) {
            Object[] names = line.getParameters();
            Throwable thrown = line.getThrown();
            return new Kind(
                    names == null || names.length == 0 ? "" : String.valueOf(names[0]),
                    thrown == null ? "" : thrown.getClass().getName());
        }
    }

    /** Those of one kind. */
    private static final class Failures {

        private final Trouble trouble = new Trouble();
        private long failedAt = System.nanoTime();

        private synchronized boolean beginWithThisOne() {
            long now = System.nanoTime();
            if (now - failedAt > QUIET.toNanos()) {
                trouble.ends();
            }
            failedAt = now;
            return trouble.begins();
        }
    }

    /** Before the consumers begin. */
    void listen(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Logger.getLogger(CONNECTOR).setFilter(this);
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        String message = line.getMessage();
        return message == null
                || !message.startsWith(FAILED_POLL)
                || failures.computeIfAbsent(Kind.of(line), kind -> new Failures())
                        .beginWithThisOne();
    }
}
