package dev.onstage.localstack.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.topology.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginPoolTest {

    private static final Endpoint FIRST = new Endpoint(1, 11);
    private static final Endpoint SECOND = new Endpoint(2, 12);

    private final OriginPool pool = new OriginPool();

    @Test
    void shouldGoRoundAmongThoseThatAnswer() {
        // Given
        pool.add(FIRST);
        pool.add(SECOND);

        // Then
        assertThat(endpoints()).containsExactly(FIRST, SECOND);
        assertThat(endpoints()).containsExactly(SECOND, FIRST);
    }

    @Test
    void shouldBeginWithTheOneThatAnsweredLastWhenNoneDoesNow() {
        // Given
        pool.add(FIRST);
        pool.add(SECOND);
        Origin suspended = pool.all().get(0);
        Origin slow = pool.all().get(1);

        // When
        suspended.healthy(true);
        slow.healthy(true);
        suspended.healthy(false);
        slow.healthy(false);

        // Then
        assertThat(endpoints()).containsExactly(SECOND, FIRST);
        assertThat(endpoints()).containsExactly(SECOND, FIRST);
    }

    private List<Endpoint> endpoints() {
        return pool.candidates().stream().map(Origin::endpoint).toList();
    }
}
