package dev.onstage.support.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OutboxMetricsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<Uni<Backlog>> database =
            new AtomicReference<>(Uni.createFrom().item(new Backlog(3, 1.5)));
    private final OutboxMetrics metrics = new OutboxMetrics(true, database::get);

    @Test
    void shouldNotShowFiguresFromBeforeTheDatabaseFellSilent() {
        metrics.register(new StartupEvent(), meters);
        measure();
        assertThat(figure("outbox.depth")).isEqualTo(3);
        assertThat(figure("outbox.age.seconds")).isEqualTo(1.5);

        database.set(Uni.createFrom().nothing());
        measure();

        assertThat(figure("outbox.depth")).isNaN();
        assertThat(figure("outbox.age.seconds")).isNaN();
    }

    private void measure() {
        metrics.measure().await().atMost(PATIENCE);
    }

    private double figure(String name) {
        return meters.get(name).gauge().value();
    }
}
