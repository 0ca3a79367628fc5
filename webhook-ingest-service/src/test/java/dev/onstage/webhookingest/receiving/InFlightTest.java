package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight(2, 100);

    @Test
    void shouldBoundTheNumber() {
        InFlight.Place first = enter();
        enter();

        assertThat(inFlight.enter()).isNull();
        assertThat(inFlight.deliveries()).isEqualTo(2);

        first.leave();
        assertThat(inFlight.enter()).isNotNull();
    }

    @Test
    void shouldBoundTheBytes() {
        InFlight.Place first = enter();
        InFlight.Place second = enter();

        assertThat(first.grow(60)).isTrue();
        assertThat(second.grow(41)).isFalse();
        assertThat(second.grow(40)).isTrue();
        assertThat(inFlight.bytes()).isEqualTo(100);

        first.leave();
        assertThat(inFlight.bytes()).isEqualTo(40);
        assertThat(second.grow(60)).isTrue();
    }

    @Test
    void shouldTakeBackAPlaceOnlyOnce() {
        InFlight.Place place = enter();
        place.grow(10);

        place.leave();
        place.leave();

        assertThat(inFlight.deliveries()).isZero();
        assertThat(inFlight.bytes()).isZero();
    }

    private InFlight.Place enter() {
        return Objects.requireNonNull(inFlight.enter());
    }
}
