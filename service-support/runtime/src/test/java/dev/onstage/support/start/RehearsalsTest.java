package dev.onstage.support.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class RehearsalsTest {

    private static final Duration LONG = Duration.ofHours(1);

    private static final URI SELF = URI.create("http://127.0.0.1:1");

    private final List<String> done = new ArrayList<>();

    @Test
    void shouldBeReadyOnceAllAreOver() {
        var states = new ArrayList<Status>();
        var watched = new Rehearsals[1];
        watched[0] = new Rehearsals(
                List.of(self -> states.add(status(watched[0])), self -> states.add(status(watched[0]))), LONG);

        assertThat(status(watched[0])).isEqualTo(Status.DOWN);
        watched[0].rehearse(SELF);

        assertThat(states).containsExactly(Status.DOWN, Status.DOWN);
        assertThat(status(watched[0])).isEqualTo(Status.UP);
    }

    @Test
    void shouldGoOnAfterOneThatFails() {
        var rehearsals = new Rehearsals(
                List.of(
                        self -> {
                            throw new IllegalStateException("no server answers");
                        },
                        self -> done.add("second")),
                LONG);

        rehearsals.rehearse(SELF);

        assertThat(done).containsExactly("second");
        assertThat(status(rehearsals)).isEqualTo(Status.UP);
    }

    @Test
    void shouldBeReadyWhenTheyTakeTooLong() {
        assertThat(status(new Rehearsals(List.of(), Duration.ofNanos(1)))).isEqualTo(Status.UP);
    }

    private static Status status(Rehearsals rehearsals) {
        return rehearsals.call().await().indefinitely().getStatus();
    }
}
