package dev.onstage.support.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class PublishedKeysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private boolean away;
    private final PublishedKeys keys = new PublishedKeys(
            () -> away
                    ? Uni.createFrom().failure(new IllegalStateException("away"))
                    : Uni.createFrom().item(Map.of()),
            metrics,
            nanos::get);

    @Test
    void shouldTellHowOldTheKeysAre() {
        assertThat(age()).isNaN();
        look();
        assertThat(age()).isZero();

        passes(Duration.ofSeconds(90));
        assertThat(age()).isEqualTo(90);
        away = true;
        look();
        assertThat(age()).as("the copy that is left").isEqualTo(90);

        away = false;
        passes(Duration.ofSeconds(2));
        look();
        assertThat(age()).isZero();
    }

    @Test
    void shouldSayOnceThatTheKeysCannotBeRead() {
        look();
        Logger logger = Logger.getLogger(PublishedKeys.class.getName());
        List<String> said = new ArrayList<>();
        logger.setFilter(line -> {
            said.add(line.getLevel().getName());
            return false;
        });
        try {
            away = true;
            for (int looks = 0; looks < 3; looks++) {
                passes(Duration.ofSeconds(2));
                look();
            }
            away = false;
            for (int looks = 0; looks < 2; looks++) {
                passes(Duration.ofSeconds(2));
                look();
            }
        } finally {
            logger.setFilter(null);
        }

        assertThat(said).containsExactly("WARN", "INFO");
    }

    /** Somebody comes with a token of an unknown key. */
    private void look() {
        keys.find("unknown").await().atMost(PATIENCE);
    }

    private double age() {
        return metrics.get("access.keys.age.seconds").gauge().value();
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
