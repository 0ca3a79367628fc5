package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.testing.LogLines;
import dev.onstage.testing.StackResource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the log says of a job that fails each time. */
@QuarkusTest
@WithTestResource(StackResource.class)
class FailingJobsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OFTEN = 4;
    private static final String JOB = Job.class.getName() + "#run";

    @Inject
    Job job;

    @Test
    void shouldBeSaidOnceAndItsEndOnce() {
        try (LogLines ours = LogLines.of("dev.onstage.support.trouble.FailingJobs");
                LogLines scheduler = LogLines.of("io.quarkus.scheduler")) {
            job.fails = true;
            await().atMost(PATIENCE).until(() -> job.failures.get() >= OFTEN);
            job.fails = false;
            await().atMost(PATIENCE)
                    .until(() -> ours.all().stream().anyMatch(line -> line.contains(JOB + " succeeds again")));

            assertThat(ours.all())
                    .filteredOn(line -> line.contains(JOB))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("fails and is tried again");
            assertThat(scheduler.all()).as("each failure with its stack trace").isEmpty();
        }
    }

    @Singleton
    static class Job {

        private final AtomicInteger failures = new AtomicInteger();
        private volatile boolean fails;

        @Scheduled(every = "1s")
        Uni<Void> run() {
            if (fails) {
                failures.incrementAndGet();
                return Uni.createFrom().failure(new IllegalStateException("not today"));
            }
            return Uni.createFrom().voidItem();
        }
    }
}
