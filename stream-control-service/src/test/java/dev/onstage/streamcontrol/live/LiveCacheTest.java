package dev.onstage.streamcontrol.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.streamcontrol.live.LiveCache.Answer;
import dev.onstage.streamcontrol.live.LiveReader.Reading;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LiveCacheTest {

    private final List<UniEmitter<? super Reading>> reads = new ArrayList<>();
    private final LiveCache cache = new LiveCache(new HeldReader(), new ObjectMapper());

    @Test
    void shouldReadOnForTheOthersWhenOneLeaves() {
        // Given
        CompletableFuture<Answer> leaves = cache.get("main");
        CompletableFuture<Answer> stays = cache.get("main");

        // When
        leaves.cancel(false);
        reads.get(0).complete(new Reading(Optional.empty(), Version.NONE, Duration.ofSeconds(5)));

        // Then
        assertThat(reads).as("one read for both").hasSize(1);
        assertThat(stays).isCompleted();
        assertThat(cache.get("main")).isCompleted();
    }

    /** Answers when it is told to. */
    private final class HeldReader extends LiveReader {
        // What it would read with is never asked.
        @SuppressWarnings("NullAway")
        HeldReader() {
            super(null, null, null, null);
        }

        @Override
        Uni<Reading> read(String channelId) {
            return Uni.createFrom().emitter(reads::add);
        }
    }
}
