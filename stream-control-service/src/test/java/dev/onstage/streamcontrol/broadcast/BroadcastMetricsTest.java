package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.streamcontrol.Installation.asMara;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.testing.StackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * With a registry of its own: Quarkus keeps the one registry of a JVM from one application of a test run to the next, and in it the
 * gauges of the first, which tell of that for ever.
 */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class BroadcastMetricsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    private final MeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void shouldTellAlertsForHowLongAStartAndAStopHaveBeenWaiting() {
        String channelId = "c-" + UUID.randomUUID().toString().substring(0, 8);
        asMara().body(Map.of("channelId", channelId, "title", "Test"))
                .post("/api/channels")
                .then()
                .statusCode(201);
        BroadcastMetrics measured = new BroadcastMetrics(pool);
        measured.register(new StartupEvent(), metrics);
        assertThat(gauge("broadcasts.waiting.seconds")).as("not measured yet").isNaN();

        change(
                channelId,
                "state = 'STARTING', deadline = now() + interval '1 day', state_since = now() - interval '2 hours',"
                        + " stop_owed_since = now() - interval '3 hours'");
        try {
            measured.measure().await().atMost(PATIENCE);
            assertThat(gauge("broadcasts.waiting.seconds")).isBetween(7200.0, 14_400.0);
            assertThat(gauge("broadcasts.stop.owed.seconds")).isBetween(10_800.0, 18_000.0);
        } finally {
            change(channelId, "state = 'UNPROVISIONED', deadline = null, state_since = now(), stop_owed_since = null");
        }

        measured.measure().await().atMost(PATIENCE);
        assertThat(gauge("broadcasts.waiting.seconds")).isLessThan(7200);
        assertThat(gauge("broadcasts.stop.owed.seconds")).isLessThan(10_800);
    }

    private void change(String channelId, String columns) {
        pool.preparedQuery("update broadcasts set " + columns + " where channel_id = $1")
                .executeAndAwait(Tuple.of(channelId));
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
