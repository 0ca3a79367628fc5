package dev.onstage.localstack.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastsTest {

    private final Broadcasts broadcasts = new Broadcasts();

    @Test
    void shouldFindEachSessionOnce() {
        broadcasts.begun("a");
        broadcasts.begun("b");
        // Its end was not told the first time.
        broadcasts.begun("b");

        assertThat(broadcasts.allIn(List.of("a"))).isFalse();
        assertThat(broadcasts.allIn(List.of("b", "a"))).isTrue();
        assertThat(broadcasts.count()).isEqualTo(2);
        assertThat(broadcasts.differences(List.of("b", "a"))).isEmpty();
    }

    @Test
    void shouldNotTakeOneSessionForAnother() {
        broadcasts.begun("a");
        broadcasts.begun("b");

        assertThat(broadcasts.differences(List.of("b", "b")))
                .containsExactly("1 sessions are lost: a", "1 sessions are there twice: b");
        assertThat(broadcasts.differences(List.of("a", "b", "c")))
                .containsExactly("1 sessions are there that nobody began, where 0 may be: c");
    }

    @Test
    void shouldAllowAsManyUntoldSessionsAsThereAreUnknownOutcomes() {
        broadcasts.unknown();

        assertThat(broadcasts.differences(List.of("a"))).isEmpty();
        assertThat(broadcasts.differences(List.of("a", "b")))
                .singleElement()
                .asString()
                .startsWith("2 sessions are there that nobody began, where 1 may be");
    }
}
