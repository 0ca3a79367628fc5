package dev.onstage.streamcontrol.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownChannelsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger reads = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-20T19:00:00Z");
    private final KnownChannels channels = new KnownChannels(
            () -> {
                reads.incrementAndGet();
                return Uni.createFrom().item(Set.of("main"));
            },
            () -> now);

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "a\0b", "Main", "main ", "main\n", "ma_in", "../main", "mäin", "\uD800", "%00"})
    void shouldLookUpNothingThatCannotBeAnId(String channelId) {
        assertThat(mayExist(channelId)).isFalse();
        assertThat(mayExist("a".repeat(49))).isFalse();
    }

    @Test
    void shouldLookUpEachIdWhileFewAreAskedFor() {
        for (int i = 0; i < KnownChannels.SINGLE_QUESTIONS; i++) {
            assertThat(mayExist("unknown-" + i)).isTrue();
        }
        assertThat(reads).hasValue(0);
    }

    @Test
    void shouldReadTheIdsOnceWhenManyUnknownOnesAreAskedFor() {
        // Given
        for (int i = 0; i < KnownChannels.SINGLE_QUESTIONS; i++) {
            mayExist("unknown-" + i);
        }

        // Then
        for (int i = 0; i < 1_000; i++) {
            assertThat(mayExist("more-" + i)).isFalse();
        }
        assertThat(mayExist("main")).isTrue();
        assertThat(reads).hasValue(1);

        // And a moment later, each again
        now = now.plusSeconds(1);
        assertThat(mayExist("just-made")).isTrue();
    }

    private boolean mayExist(String channelId) {
        return channels.mayExist(channelId).await().atMost(PATIENCE);
    }
}
