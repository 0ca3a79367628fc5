package dev.onstage.localstack.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginPoolTest {

    private final OriginPool pool = new OriginPool();

    @Test
    void shouldGoRoundAmongThoseThatAnswer() {
        // Given
        pool.add(1);
        pool.add(2);

        // Then
        assertThat(ports()).containsExactly(1, 2);
        assertThat(ports()).containsExactly(2, 1);
    }

    @Test
    void shouldBeginWithTheOneThatAnsweredLastWhenNoneDoesNow() {
        // Given
        pool.add(1);
        pool.add(2);
        Origin suspended = pool.all().get(0);
        Origin slow = pool.all().get(1);

        // When
        suspended.healthy(true);
        slow.healthy(true);
        suspended.healthy(false);
        slow.healthy(false);

        // Then
        assertThat(ports()).containsExactly(2, 1);
        assertThat(ports()).containsExactly(2, 1);
    }

    private List<Integer> ports() {
        return pool.candidates().stream().map(Origin::port).toList();
    }
}
