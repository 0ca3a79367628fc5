package dev.onstage.webhookingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.door.DoorConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplayTimeTest {

    private static final Duration REQUEST = Duration.ofSeconds(20);

    @Test
    void shouldHaveRoomForTheDefault() {
        SmallRyeConfig defaults = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ReplayConfig.class)
                .withMapping(DoorConfig.class)
                .build();
        Duration wanted = defaults.getConfigMapping(ReplayConfig.class).maxDuration();

        assertThat(ReplayTime.of(
                        wanted, defaults.getConfigMapping(DoorConfig.class).answerWithin()))
                .isEqualTo(wanted);
    }

    @Test
    void shouldEndBeforeItsRequestIsAnsweredForIt() {
        assertThat(ReplayTime.of(Duration.ofMillis(17_999), REQUEST)).isEqualTo(Duration.ofMillis(17_999));
        assertThat(ReplayTime.of(Duration.ofMinutes(1), REQUEST)).isEqualTo(Duration.ofSeconds(18));
        assertThat(ReplayTime.of(Duration.ofMinutes(1), Duration.ofSeconds(1)))
                .as("one delivery is sent")
                .isNegative();
    }
}
