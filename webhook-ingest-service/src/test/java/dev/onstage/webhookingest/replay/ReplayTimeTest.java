package dev.onstage.webhookingest.replay;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.door.DoorConfig;
import dev.onstage.support.settings.UnusableSettingException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplayTimeTest {

    @Test
    void shouldTakeTheDefaults() {
        SmallRyeConfig defaults = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ReplayConfig.class)
                .withMapping(DoorConfig.class)
                .build();

        assertThatCode(() -> ReplayTime.check(
                        defaults.getConfigMapping(ReplayConfig.class).maxDuration(),
                        defaults.getConfigMapping(DoorConfig.class).answerWithin()))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAReplayThatItsRequestMayNotWaitFor() {
        Duration request = Duration.ofSeconds(20);

        assertThatCode(() -> ReplayTime.check(Duration.ofMillis(17_999), request))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ReplayTime.check(Duration.ofSeconds(18), request))
                .isInstanceOf(UnusableSettingException.class)
                .hasMessageContaining("onstage.replay.max-duration")
                .hasMessageContaining("onstage.door.answer-within (20.0 s)")
                .hasMessageContaining("18.0 s");
    }
}
