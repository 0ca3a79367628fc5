package dev.onstage.support.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void shouldBeOffWithoutAnEndpoint(String endpoint) {
        assertThat(config(Map.of()).getValue("quarkus.otel.sdk.disabled", String.class))
                .isEqualTo("true");
        assertThat(config(Map.of(TraceSettings.ENDPOINT, endpoint)).getValue("quarkus.otel.sdk.disabled", String.class))
                .isEqualTo("true");
    }

    @Test
    void shouldBeOnAndExportToTheEndpoint() {
        SmallRyeConfig config = config(Map.of(TraceSettings.ENDPOINT, "http://collector:4318"));

        assertThat(config.getValue("quarkus.otel.sdk.disabled", String.class)).isEqualTo("false");
        assertThat(config.getValue("quarkus.otel.exporter.otlp.endpoint", String.class))
                .isEqualTo("http://collector:4318");
    }

    @Test
    void shouldLeaveTheLastWordToWhoKnowsOpenTelemetry() {
        SmallRyeConfig config =
                config(Map.of(TraceSettings.ENDPOINT, "http://collector:4318", "quarkus.otel.sdk.disabled", "true"));

        assertThat(config.getValue("quarkus.otel.sdk.disabled", String.class)).isEqualTo("true");
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 250))
                .withSources(new TraceSettings())
                .build();
    }
}
