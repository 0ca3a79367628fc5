package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.support.start.Rehearsal;
import dev.onstage.testing.LogLines;
import dev.onstage.testing.StackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a copy does before it says that it is ready. */
@QuarkusTest
@TestProfile(RehearsalTest.Rehearsing.class)
@WithTestResource(StackResource.class)
class RehearsalTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String URI = "/door/{channelId}/open";

    /** As in production. */
    public static class Rehearsing implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "onstage.rehearsals.enabled", "true",
                    "onstage.rehearsals.paths", "/nowhere,/door/rehearsed/open");
        }
    }

    @Inject
    @Any
    Instance<Rehearsal> all;

    @TestHTTPResource
    URI self;

    @Inject
    MeterRegistry metrics;

    @Inject
    SmallRyeHealthReporter health;

    @Test
    void shouldHaveAskedItselfAndFindNoTroubleInIt() {
        await().atMost(PATIENCE).until(() -> !health.getReadiness().isDown());

        await().atMost(PATIENCE).until(() -> asked() == 5);

        try (LogLines lines = LogLines.of("dev.onstage.support")) {
            assertThat(all).hasSizeGreaterThanOrEqualTo(2);
            all.forEach(one -> one.rehearse(self));

            assertThat(lines.all()).isEmpty();
        }
    }

    private long asked() {
        Timer requests = metrics.find("http.server.requests").tag("uri", URI).timer();
        return requests == null ? 0 : requests.count();
    }
}
