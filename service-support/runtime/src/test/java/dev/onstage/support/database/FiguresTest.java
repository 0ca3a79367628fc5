package dev.onstage.support.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<UniEmitter<? super Integer>> statements = new CopyOnWriteArrayList<>();
    private final AtomicBoolean calledBack = new AtomicBoolean();
    private final Figures figures = new Figures(Duration.ofMillis(50));

    @Test
    void shouldAskOnceForAsLongAsTheDatabaseIsSlow() {
        assertThatThrownBy(() -> read(figures)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> read(figures)).hasMessageContaining("has not ended");
        assertThat(statements).hasSize(1);
        assertThat(calledBack).as("it would stay in the queue all the same").isFalse();

        statements.get(0).complete(1);

        assertThatThrownBy(() -> read(figures)).isInstanceOf(TimeoutException.class);
        assertThat(statements).hasSize(2);
    }

    @Test
    void shouldReadAgainAfterAnEndOfAnyKind() {
        Figures slow = new Figures(PATIENCE);

        assertThatThrownBy(() -> slow.read(() -> {
                            throw new IllegalArgumentException("broken");
                        })
                        .await()
                        .atMost(PATIENCE))
                .hasMessage("broken");
        assertThatThrownBy(() -> slow.read(() -> Uni.createFrom().failure(new IllegalStateException("away")))
                        .await()
                        .atMost(PATIENCE))
                .hasMessage("away");

        assertThat(slow.read(() -> Uni.createFrom().item(7)).await().atMost(PATIENCE))
                .isEqualTo(7);
    }

    private void read(Figures figures) {
        figures.read(() -> Uni.createFrom()
                        .<Integer>emitter(statements::add)
                        .onCancellation()
                        .invoke(() -> calledBack.set(true)))
                .await()
                .atMost(PATIENCE);
    }
}
