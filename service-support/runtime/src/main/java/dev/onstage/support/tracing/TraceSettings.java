package dev.onstage.support.tracing;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * One setting says whether there are traces and where they go: {@code onstage.traces.endpoint}. All else that Quarkus knows of
 * OpenTelemetry ({@code quarkus.otel.*}) has its own defaults and can be set beside it.
 */
public final class TraceSettings implements ConfigSourceFactory {

    static final String ENDPOINT = "onstage.traces.endpoint";

    /** Below every file, so that each of them can say otherwise. */
    private static final int ORDINAL = 90;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue endpoint = context.getValue(ENDPOINT);
        String address = endpoint == null ? null : endpoint.getValue();
        Map<String, String> settings = address == null || address.isBlank()
                ? Map.of("quarkus.otel.sdk.disabled", "true")
                : Map.of("quarkus.otel.sdk.disabled", "false", "quarkus.otel.exporter.otlp.endpoint", address);
        return List.of(new PropertiesConfigSource(settings, "where traces go", ORDINAL));
    }
}
