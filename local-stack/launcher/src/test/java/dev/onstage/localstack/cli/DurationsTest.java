package dev.onstage.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {

    private final Durations durations = new Durations();

    @Test
    void shouldReadWhatPeopleWrite() {
        assertThat(durations.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(durations.convert("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(durations.convert("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(durations.convert("1h")).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldSayWhatItWouldHaveUnderstood() {
        assertThatThrownBy(() -> durations.convert("10"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("10m");
    }
}
